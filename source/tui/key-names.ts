/** What a control character is called. */
export const controls: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  // Ctrl-J and Enter are one key here: some terminals send a line feed for Enter.
  10: 'enter',
  13: 'enter',
  27: 'escape',
  127: 'backspace',
};

/** By the last letter of `ESC O` and `ESC [`. */
export const ss3: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  M: 'enter',
};

/** By the number before the `~` of `ESC [`. */
export const tilde: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
  11: 'f1',
};
