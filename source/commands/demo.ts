import type {TableRow} from '../control/query.ts';
import {close, compact, count} from '../tui/figures.ts';
import {clean} from '../universe/foreign-text.ts';
import type {CommandEntry, Context} from './command-entry.ts';
import type {Flags} from './flags.ts';
import {follow} from './follow.ts';
import {funnelLines} from './funnel.ts';
import {grid} from './grid.ts';

const shownSymbols = 10;

/** `universe --demo` without a terminal: a build, and then what came of it. */
export const demo: CommandEntry = {
  name: 'demo',
  group: 'hidden',
  summary: 'Build the sample market and show what came of it',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  examples: [],
  stoppable: true,
  run: async (context) => {
    const kind = await follow(context, {name: 'build', trigger: 'command'});
    if (kind === 'done' && !context.flags.json) await summarize(context);
    context.out.note(demoPlace(context.program.root, context.flags));
    return kind;
  },
};

/** Where the demo has left its market; a folder of its own is nobody else's. */
export function demoPlace(place: string, {root}: Pick<Flags, 'root'>): string {
  return root === undefined
    ? `The sample market is in ${place}; nothing else uses that folder, and you may delete it.`
    : `The sample market is in ${place}.`;
}

async function summarize({reading, out}: Context): Promise<void> {
  const control = await reading();
  const {rows = []} = await control.query({name: 'table', table: 'final'});
  out.data(`\n${funnelLines(await control.query({name: 'funnel'}))}`);
  out.data(`\nThe largest of ${count(rows.length)} symbols`);
  out.data(grid(largest(rows), '  '));
  const {files} = await control.query({name: 'status'});
  out.data(
    `\nFiles\n${grid(
      files.map(({name, records, path}) => [name, records, path]),
      '  ',
    )}`,
  );
}

function largest(rows: readonly TableRow[]) {
  return rows
    .flatMap((row) => ('marketCap' in row && row.marketCap !== undefined ? [{...row, marketCap: row.marketCap}] : []))
    .sort((a, b) => b.marketCap - a.marketCap)
    .slice(0, shownSymbols)
    .map(({symbol, name, exchange, lastClose, marketCap}) => [
      symbol,
      exchange,
      close(lastClose),
      compact(marketCap),
      clean(name ?? ''),
    ]);
}
