import {Failure} from '../failure.ts';
import {count} from '../tui/figures.ts';
import {clean} from '../universe/foreign-text.ts';
import type {CommandEntry, Context} from './command-entry.ts';
import {grid} from './grid.ts';
import {usage} from './parse.ts';
import {lineWords, type SymbolList, symbolsIn} from './symbol-list.ts';

export const check: CommandEntry = {
  name: 'check',
  group: 'Questions',
  summary: "Are these symbols in tonight's universe, and why not",
  usage: 'FILE… | --stdin',
  notes: [
    'A file holds one symbol or several a line, or is a table with commas, semicolons or tabs. Its column is',
    'the one headed "symbol" or "ticker" (in any case), else the first. # begins a comment. Any usual',
    'spelling is understood where it means one symbol: BRK.B, brk-b, BRK/B. A line without a symbol is',
    'named on stderr, and the others are checked. A file named - is stdin.',
    'Exit 0: all are inside. 3: some are outside. 1: all that could be read are inside, some could not.',
  ],
  words: {min: 0, max: 100},
  flags: ['stdin'],
  examples: ['universe check positions.csv', 'cut -d, -f1 watchlist.csv | universe check --stdin'],
  run: async (context) => {
    const {flags, out, reading} = context;
    const {symbols, unreadable} = await asked(context);
    const control = await reading();
    const answer = await control.query({name: 'check', symbols});
    for (const sentence of unreadable) out.error(`${sentence}.`);
    if (flags.json) out.json({...answer, ...(unreadable.length > 0 ? {unreadable} : {})});
    else if (answer.sentence !== undefined) out.error(answer.sentence);
    else {
      if (answer.outside.length > 0) out.data(grid(answer.outside.map(({symbol, sentence}) => [symbol, sentence])));
      const session = answer.session === undefined ? '' : ` of ${answer.session}`;
      out.note(clean(`${count(answer.inside.length)} of ${count(symbols.length)} are in the universe${session}.`));
    }
    if (answer.sentence !== undefined || answer.outside.length > 0) return 'unfit';
    return unreadable.length === 0 ? 'done' : 'failed';
  },
};

/** What other programs call stdin, too. */
const onStdin = '-';

type Asked = {readonly symbols: string[]; readonly unreadable: readonly string[]};

async function asked({words, flags, files}: Context): Promise<Asked> {
  if (flags.stdin === words.length > 0)
    throw usage('universe check wants files or --stdin.', 'Write universe check FILE…, or --stdin.');
  const sources = new Set(flags.stdin ? [onStdin] : words);
  const lists: (readonly [source: string, list: SymbolList])[] = [];
  for (const source of sources) {
    const name = source === onStdin ? 'stdin' : source;
    const text = source === onStdin ? await files.stdin() : await textOf(source, files);
    lists.push([name, symbolsIn(text, name)]);
  }
  return {
    symbols: [...new Set(lists.flatMap(([, {symbols}]) => symbols))],
    unreadable: lists.flatMap(([source, {unreadable}]) =>
      unreadable.map((found) => `${lists.length > 1 ? `${source}, ` : ''}${lineWords(found)}`),
    ),
  };
}

const tickerLike = /^[A-Za-z]{1,5}([.\-/^][A-Za-z]{1,3})?$/;

/** Who names a symbol where a file belongs is told which command takes it. */
async function textOf(file: string, files: Context['files']): Promise<string> {
  try {
    return await files.read(file);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'file.absent' || !tickerLike.test(file)) throw thrown;
    throw new Failure('file.absent', thrown.message, {
      hint: `Check the name. About a symbol ask: universe explain ${file}, or: echo ${file} | universe check --stdin`,
      kind: 'usage',
      cause: thrown,
    });
  }
}
