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

/** Where the first Escape does something else than to leave. */
export function escaping(word: string): FooterKeys {
  return [
    ['Esc', word],
    ['q', 'quit'],
  ];
}
