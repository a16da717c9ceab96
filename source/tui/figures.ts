/** Numbers, ages and times as the screen writes them: plain ASCII, short, aligned by the caller. */

/** `12,034`. */
export function count(n: number): string {
  return Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A close: cents, more below a dollar where they matter; whole dollars of what is dear, cut off as caps are. */
export function close(dollars: number): string {
  if (dollars < 1) return dollars.toFixed(4);
  return dollars < 10_000 ? dollars.toFixed(2) : count(Math.floor(dollars));
}

const steps: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** `1 line`, `1,234 lines`. */
export function many(n: number, word: string): string {
  return `${count(n)} ${n === 1 ? word : `${word}s`}`;
}

/**
 * Three figures and a letter: `1.23B`, `287M`. The rest is cut off, as in the reasons of a verdict: 299.9M is 299M, for 300M
 * would look as if it passed.
 */
export function compact(n: number): string {
  for (const [size, letter] of steps) {
    if (n >= size) return `${threeFigures(n, size)}${letter}`;
  }
  return Number.isInteger(n) ? String(n) : n.toFixed(2);
}

/** As `compact`, with as many figures more as it takes to look different from a limit that it is not: `10.02B` beside `10.0B`. */
export function compactBeside(n: number, limit: number | undefined): string {
  const short = compact(n);
  const [size, letter] = steps.find(([one]) => n >= one) ?? [1, ''];
  if (limit === undefined || n === limit || short !== compact(limit) || size === 1) return short;
  for (let decimals = decimalsOf(n, size) + 1; decimals <= 12; decimals++) {
    const longer = cut(n, size, decimals);
    if (longer !== cut(limit, size, decimals)) return `${longer}${letter}`;
  }
  return count(n);
}

function threeFigures(n: number, size: number): string {
  return cut(n, size, decimalsOf(n, size));
}

function decimalsOf(n: number, size: number): number {
  return n >= size * 100 ? 0 : n >= size * 10 ? 1 : 2;
}

function cut(n: number, size: number, decimals: number): string {
  // Divided once: 1.15 x 100 would be 114.99.
  return (Math.floor(n / (size / 10 ** decimals)) / 10 ** decimals).toFixed(decimals);
}

/** `7s`, `4m 05s`, `2h 10m`, `3d 4h`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h ${two(minutes % 60)}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** What is only an estimate: tens of seconds below a minute, whole minutes from there on. */
export function rough(seconds: number): {readonly n: number; readonly unit: 'second' | 'minute'} {
  const tens = Math.ceil(seconds / 10) * 10;
  return tens < 60 ? {n: tens, unit: 'second'} : {n: Math.ceil(seconds / 60), unit: 'minute'};
}

/** One unit is enough for an age: `7s`, `4m`, `2h`, `3d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}

/** The last tick is some seconds old; what is further ahead is of another clock, or of this one before it was set back. */
const aheadMs = 60_000;

/** Whether an ISO instant is still to come. */
export function isAhead(at: string, now: number): boolean {
  return Date.parse(at) - now > aheadMs;
}

/** `7s ago` of an ISO instant; of one that is still to come, that it is. */
export function ago(at: string, now: number): string {
  return isAhead(at, now) ? 'at a time ahead of this clock' : `${age(now - Date.parse(at))} ago`;
}

/** `21:04:31` of an ISO instant; the screen is UTC throughout. */
export function timeOfDay(iso: string): string {
  return iso.slice(11, 19);
}

export function percent(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, Math.floor((part / whole) * 100)) : 0;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** The first names, and how many more there are of `total`. */
export function listed(names: readonly string[], total = names.length): string {
  const shown = names.slice(0, 6);
  const more = total - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${count(more)} more` : shown.join(', ');
}
