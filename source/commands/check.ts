import {count} from '../tui/figures.ts';
import {clean} from '../universe/foreign-text.ts';
import type {CommandEntry, Context} from './command-entry.ts';
import {grid} from './grid.ts';
import {usage} from './parse.ts';
import {symbolsIn} from './symbol-list.ts';

export const check: CommandEntry = {
  name: 'check',
  group: 'Questions',
  summary: "Are these symbols in tonight's universe, and why not",
  usage: 'FILE… | --stdin',
  words: {min: 0, max: 100},
  flags: ['stdin'],
  examples: ['universe check positions.csv', 'cut -d, -f1 watchlist.csv | universe check --stdin'],
  run: async (context) => {
    const {flags, out, reading} = context;
    const symbols = await asked(context);
    const control = await reading();
    const answer = await control.query({name: 'check', symbols});
    if (flags.json) out.json(answer);
    else {
      if (answer.outside.length > 0) out.data(grid(answer.outside.map(({symbol, sentence}) => [symbol, sentence])));
      const session = answer.session === undefined ? '' : ` of ${answer.session}`;
      out.note(clean(`${count(answer.inside.length)} of ${count(symbols.length)} are in the universe${session}.`));
    }
    return answer.outside.length === 0 ? 'done' : 'unfit';
  },
};

async function asked({words, flags, files}: Context): Promise<string[]> {
  if (flags.stdin === words.length > 0)
    throw usage('universe check wants files or --stdin.', 'Write universe check FILE…, or --stdin.');
  if (flags.stdin) return [...symbolsIn(await files.stdin(), 'stdin')];
  const lists: (readonly string[])[] = [];
  for (const file of words) lists.push(symbolsIn(await files.read(file), file));
  return [...new Set(lists.flat())];
}
