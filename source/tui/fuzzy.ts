/** How well a text answers to what was typed, the higher the better; undefined when it does not. */
export function likeness(text: string, typed: string): number | undefined {
  const [whole, wanted] = [text.toLowerCase(), typed.toLowerCase()];
  if (wanted === '') return 0;
  if (whole === wanted) return 1000;
  if (whole.startsWith(wanted)) return 900 - whole.length;
  const word = whole.search(new RegExp(`[-. ]${wanted.replace(/[^a-z0-9]/g, '\\$&')}`));
  if (word >= 0) return 700 - word;
  const inside = whole.indexOf(wanted);
  if (inside >= 0) return 500 - inside;
  return scattered(whole, wanted);
}

/** The letters in their order, however far apart: the closer together, the better. */
function scattered(whole: string, wanted: string): number | undefined {
  let from = 0;
  let gaps = 0;
  for (const letter of wanted) {
    const at = whole.indexOf(letter, from);
    if (at < 0) return undefined;
    gaps += at - from;
    from = at + 1;
  }
  return 300 - gaps;
}

/** Those that answer to what was typed, best first; equals stay in their order. */
export function ranked<T>(items: readonly T[], typed: string, textOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({item, score: likeness(textOf(item), typed)}))
    .filter((one): one is {item: T; score: number} => one.score !== undefined)
    .sort((a, b) => b.score - a.score)
    .map(({item}) => item);
}
