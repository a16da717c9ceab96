import type {Key} from './key-input.ts';

const longestText = 200;

/** A one-line field: characters, a paste, Backspace, ^U for all, ^W for a word. */
export function typed(text: string, key: Key): string | undefined {
  if (key.text !== undefined) return (text + key.text).slice(0, longestText);
  if (key.name === 'backspace') return Array.from(text).slice(0, -1).join('');
  if (key.name === 'ctrl-u') return '';
  return key.name === 'ctrl-w' ? text.replace(/\S+\s*$/, '') : undefined;
}
