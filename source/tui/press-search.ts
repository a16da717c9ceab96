import type {Key} from './key-input.ts';
import type {Model} from './model.ts';
import type {Response} from './press.ts';
import type {Search} from './search.ts';
import {reopened, retyped, tooLong} from './typed.ts';

/** What is typed into a search is seen in the tables; an earlier one gives way to the first letter, as selected text does. */
export function searching({view, search}: Model): Response {
  const text = search?.text ?? '';
  const searched = {type: 'searched', isEditing: true, ...reopened(text)} as const;
  return view === 'tables' ? searched : {type: 'then', first: {type: 'viewed', view: 'tables'}, next: () => searched};
}

/** A key while a search is typed: every letter is its text. */
export function pressInSearch(search: Search, key: Key): Response | undefined {
  const {text} = search;
  if (key.name === 'escape') return {type: 'unsearched'};
  if (key.name === 'enter')
    return text.trim() === '' ? {type: 'unsearched'} : {type: 'searched', text, isEditing: false};
  const error = tooLong(search.isSelected ? '' : text, key);
  if (error !== undefined) return {type: 'say', tone: 'warn', text: error};
  const edited = retyped(search, key);
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
