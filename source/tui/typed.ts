import type {Key} from './key-input.ts';

/** Of a line that is typed below others; a form takes more. */
const longestTyped = 200;

/** Why what was pasted is not taken: half of it would be carried out, or stand in the audit log, as if it were the whole. */
export function tooLong(text: string, key: Key): string | undefined {
  const isTooLong = key.text !== undefined && Array.from(text + key.text).length > longestTyped;
  return isTooLong ? `No more than ${longestTyped} characters fit here; nothing was added.` : undefined;
}

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

/** A line that is typed. */
export type Typing = {
  readonly text: string;
  /** It stood there when the line was opened. */
  readonly isSelected?: true;
};

/** A line that is opened over what was entered before. */
export function reopened(text: string): Typing {
  return text === '' ? {text} : {text, isSelected: true};
}

/** An earlier text gives way to the first letter, as selected text does; any other key of a line goes on with it. */
export function retyped({text, isSelected}: Typing, key: Key): string | undefined {
  const edited = typed(isSelected && key.text !== undefined ? '' : text, key);
  return edited ?? (unselecting.has(key.name) ? text : undefined);
}

const unselecting: ReadonlySet<Key['name']> = new Set(['left', 'right', 'home', 'end']);
