import type {Key} from './key-input.ts';

/** Of a line that is typed below others; a form takes more. */
export const longestTyped = 200;

/** A one-line field: characters, a paste, Backspace, ^U for all, ^W for a word. */
export function typed(text: string, key: Key): string | undefined {
  if (key.text !== undefined)
    return Array.from(text + key.text)
      .slice(0, longestTyped)
      .join('');
  if (key.name === 'backspace') return Array.from(text).slice(0, -1).join('');
  if (key.name === 'ctrl-u') return '';
  return key.name === 'ctrl-w' ? text.replace(/\S+\s*$/, '') : undefined;
}
