/** A seed from words: FNV-1a, finished so that neighbouring words share nothing. */
export function seedOf(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const word of words) {
    const text = `${word}|`;
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return finish(hash);
}

/** The `step`-th number of a seed in [0, 1): the same on every machine, so that a market can be made again anywhere. */
export function roll(seed: number, step = 0): number {
  return finish(seed ^ Math.imul(step + 1, 0x9e3779b1)) / 0x1_0000_0000;
}

/** The `step`-th number of a seed, normally distributed around 0 with deviation 1. */
export function bell(seed: number, step = 0): number {
  const radius = Math.sqrt(-2 * Math.log(1 - roll(seed, 2 * step)));
  return radius * Math.cos(2 * Math.PI * roll(seed, 2 * step + 1));
}

/** One of several things, by a number in [0, 1). */
export function pick<T>(things: readonly [T, ...T[]], at: number): T {
  return things[Math.floor(at * things.length)] ?? things[0];
}

function finish(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
