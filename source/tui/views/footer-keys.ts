/** The footer of a view: keys, each with a word for what it does now. */
export type FooterKeys = readonly (readonly [key: string, word: string])[];

export const leavingView: FooterKeys = [
  ['Esc', 'tables'],
  ['q', 'quit'],
];

/** While a filter is typed every other key is its text. */
export const typingFilter: FooterKeys = [
  ['Enter', 'keep'],
  ['Esc', 'clear'],
];

/** Whole keys alone, as many as there is room for; the last two, which tell how to leave, give way last. */
export function keysThatFit(keys: FooterKeys, width: number): FooterKeys {
  const kept = [...keys];
  while (kept.length > 1 && cellsOf(kept) > width) kept.splice(Math.max(0, kept.length - 3), 1);
  return kept;
}

/** As ` key word ` each. */
function cellsOf(keys: FooterKeys): number {
  return keys.reduce((sum, [key, word]) => sum + key.length + word.length + 3, 0);
}

/** Where the first Escape does something else than to leave. */
export function escaping(word: string): FooterKeys {
  return [
    ['Esc', word],
    ['q', 'quit'],
  ];
}
