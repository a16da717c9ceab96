import type {CommandEntry} from './command-entry.ts';

/** Names that only a root knows, for words that stand for them. */
export type Names = {
  readonly settings: readonly string[];
  readonly providers: readonly string[];
  /** Those providers that take credentials. */
  readonly keyed: readonly string[];
};

/**
 * What may come at a place of a command: `at` is the verb that was named, or nothing, and how many words stand there already, as in
 * `grant 2`; with `*` for any number of them.
 */
export type NextWords = {readonly at: string; readonly words: readonly string[]; readonly files: boolean};

/** Read from the usage line, which the help shows too, so that no list is kept twice: `get FIELD`, `run ID…`, `bash|zsh`. */
export function nextWords({usage}: CommandEntry, names: Names): readonly NextWords[] {
  const forms = usage.split(' | ').map(tokensOf);
  const verbs = [...new Set(forms.flatMap(([first = '']) => literals(first)))];
  const abouts = forms.flatMap(([first = '', ...rest]) => {
    const named = literals(first);
    return named.length > 0
      ? named.flatMap((verb) => rest.map((token, index) => placeOf(token, {verb, index: index + 1, names})))
      : [first, ...rest].map((token, index) => placeOf(token, {verb: index === 0 ? '' : '*', index, names}));
  });
  const first = verbs.length > 0 ? [{at: ' 0', words: verbs, files: false}] : [];
  return [...first, ...abouts.filter(({words, files}) => words.length > 0 || files)];
}

/** The words of a form, up to its flags. */
function tokensOf(form: string): readonly string[] {
  const tokens = form.split(' ').filter((token) => token !== '');
  const end = tokens.findIndex((token) => /^\[?--/.test(token));
  return end < 0 ? tokens : tokens.slice(0, end);
}

/** `list`, `viewer|operator|admin`: what is typed as it stands. */
function literals(token: string): readonly string[] {
  const words = token.split('|');
  return words.every((word) => /^[a-z][a-z-]*$/.test(word)) ? words : [];
}

type Placing = {readonly verb: string; readonly index: number; readonly names: Names};

function placeOf(token: string, {verb, index, names}: Placing): NextWords {
  const what = token.replace(/^\[/, '').replace(/\]?…?\]?$/, '');
  const at = token.includes('…') ? (index === 0 ? '*' : `${verb} *`) : `${verb} ${index}`;
  return {
    at,
    words: token === 'FIELD' ? names.settings : what === 'ID' ? names.keyed : literals(what),
    files: what === 'FILE' || what === 'OUTPUT',
  };
}
