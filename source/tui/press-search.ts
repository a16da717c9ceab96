import type {Key} from './key-input.ts';
import type {Model} from './model.ts';
import type {Response} from './press.ts';
import {typed} from './typed.ts';

/** What is typed into a search is seen in the tables. */
export function searching({view, search}: Model): Response {
  const searched = {type: 'searched', text: search?.text ?? '', isEditing: true} as const;
  return view === 'tables' ? searched : {type: 'then', first: {type: 'viewed', view: 'tables'}, next: () => searched};
}

/** A key while a search is typed: every letter is its text. */
export function pressInSearch(text: string, key: Key): Response | undefined {
  if (key.name === 'escape') return {type: 'unsearched'};
  if (key.name === 'enter')
    return text.trim() === '' ? {type: 'unsearched'} : {type: 'searched', text, isEditing: false};
  const edited = typed(text, key);
  if (edited !== undefined) return {type: 'searched', text: edited, isEditing: true};
  switch (key.name) {
    case 'down':
    case 'up':
    case 'page-down':
    case 'page-up':
      return {type: 'moved', motion: key.name};
    default:
      return undefined;
  }
}
