import type {CommandEntry} from './command-entry.ts';

/** Names that only a root knows, for words that stand for them. */
export type Names = {readonly settings: readonly string[]; readonly providers: readonly string[]};

/** What may follow a word: after a command its verbs, after a verb what it is about. */
export type NextWords = {readonly after: string; readonly words: readonly string[]};

/** Read from the usage line, which the help shows too, so that no list is kept twice: `get FIELD`, `run ID…`, `bash|zsh`. */
export function nextWords({usage}: CommandEntry, names: Names): readonly NextWords[] {
  const forms = usage.split(' | ').map((form) => form.split(' '));
  const verbs = forms.flatMap(([first = '']) => first.split('|')).filter((word) => /^[a-z][a-z-]*$/.test(word));
  const abouts = forms.flatMap(([verb = '', about = '']): readonly NextWords[] => {
    const words = about === 'FIELD' ? names.settings : /^\[?ID(…|\])*$/.test(about) ? names.providers : [];
    return words.length > 0 ? [{after: verb, words}] : [];
  });
  return [...(verbs.length > 0 ? [{after: '', words: verbs}] : []), ...abouts];
}
