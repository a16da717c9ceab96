import {Failure} from '../failure.ts';
import {usage} from './parse.ts';

export type SymbolList = {
  readonly symbols: readonly string[];
  /** Lines that hold no symbol where one belongs. */
  readonly unreadable: readonly {readonly line: number; readonly text: string}[];
};

type Table = {
  /** None: plain words, several of which may share a line. */
  readonly separator?: string;
  readonly lines: readonly {readonly line: number; readonly cells: readonly string[]}[];
};

const separators = ['\t', ';', ','] as const;
const heading = /^(symbol|ticker)s?$/i;
/** In any provider's spelling: BRK.B, brk-b, BRK/B, BRK B, BACpB, BAC^B, BAC$B. Letters are part of every one. */
const spelling = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 .\-/^$+=#']{0,19}$/;

/**
 * Symbols out of a watchlist or a position file: plain words, or a table with tabs, semicolons or commas, whose column is the one
 * headed `symbol` or `ticker`, else the first. `#` begins a comment.
 */
export function symbolsIn(text: string, source: string): SymbolList {
  const {lines, separator} = tableOf(text);
  const head = lines.findIndex(({cells}) => cells.some((cell) => heading.test(cell)));
  const column = Math.max(0, lines[head]?.cells.findIndex((cell) => heading.test(cell)) ?? 0);
  const symbols = new Set<string>();
  const unreadable: {line: number; text: string}[] = [];
  for (const [index, {line, cells}] of lines.entries()) {
    if (index === head) continue;
    // What stands above the header is a title, whatever it looks like.
    const found = index < head ? [cells.join(' ')] : separator === undefined ? cells : [cells[column] ?? ''];
    for (const cell of found) {
      if (index > head && spelling.test(cell)) symbols.add(cell);
      else unreadable.push({line, text: cell});
    }
  }
  if (symbols.size > 0) return {symbols: [...symbols], unreadable};
  const [first] = unreadable;
  if (first !== undefined) throw new Failure('symbol.unreadable', `${source}, ${lineWords(first)}.`, wanted);
  throw new Failure('symbols.none', `${source} holds no symbols.`, {hint: 'Give one symbol a line.', kind: 'usage'});
}

const wanted = {hint: 'Symbols are such as BRK.B, BACpB, brk-b or BRK/B.', kind: 'usage'} as const;

/** `line 3: "12.5" is not a symbol`. */
export function lineWords({line, text}: SymbolList['unreadable'][number]): string {
  return `line ${line}: ${text === '' ? 'there is no symbol' : `${shownWord(text)} is not a symbol`}`;
}

/** Symbols typed on the command line, in whatever spelling; the holder of the lists finds which ones they are. */
export function symbolWords(words: readonly string[]): string[] {
  for (const word of words) {
    if (!spelling.test(word)) throw usage(`${shownWord(word)} is not a symbol.`, wanted.hint);
  }
  return [...new Set(words)];
}

const mostWhole = 6;
const fewestShown = 3;
/** No name and no number is as long; keys, tokens and passwords are. */
const likeSecret = /[^\s,;|]{16,}/;

/** Enough to find it by, and little of what may be a key or a password: whoever names the wrong file has it on the screen and in a log. */
function shownWord(text: string): string {
  if (likeSecret.test(text)) return `a word of ${text.length} characters`;
  if (text.length <= mostWhole) return JSON.stringify(text);
  return `${JSON.stringify(`${text.slice(0, fewestShown)}…`)} of ${text.length} characters`;
}

function tableOf(text: string): Table {
  const contents = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({line: index + 1, content: line.replace(/(^|\s)#.*$/, '')}))
    .filter(({content}) => content.trim() !== '');
  const separator = separatorOf(contents.map(({content}) => content));
  const lines = contents
    .map(({line, content}) => ({
      line,
      cells: separator === undefined ? content.trim().split(/\s+/) : cellsOf(content, separator),
    }))
    .filter(({cells}) => cells.some((cell) => cell !== ''));
  return {lines, ...(separator === undefined ? {} : {separator})};
}

/** The one that stands in most lines; a comma may also stand in a number of a table with semicolons. */
function separatorOf(contents: readonly string[]): string | undefined {
  const ranked = separators
    .map((separator) => ({separator, lines: contents.filter((content) => content.includes(separator)).length}))
    .filter(({lines}) => lines > 0)
    .sort((one, other) => other.lines - one.lines);
  return ranked[0]?.separator;
}

/** Quoted cells may hold the separator; `="NA"` is how spreadsheets protect a ticker that looks like a word. */
function cellsOf(content: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const letter of content) {
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === separator && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell].map((one) =>
    one
      .trim()
      .replace(/^=?"(.*)"$/, '$1')
      .replaceAll('""', '"')
      .replace(/^="(.*)"$/, '$1')
      .trim(),
  );
}
