import type {DiffAnswer} from '../control/query.ts';
import {count} from '../tui/figures.ts';
import {reasonWords} from '../universe/explain.ts';
import {clean} from '../universe/foreign-text.ts';
import type {CommandEntry} from './command-entry.ts';
import {grid} from './grid.ts';
import {dateWord} from './parse.ts';

export const diff: CommandEntry = {
  name: 'diff',
  group: 'Questions',
  summary: 'What entered and what left between two nights, and why',
  usage: '[FROM] [TO]',
  words: {min: 0, max: 2},
  flags: [],
  examples: ['universe diff', 'universe diff 2026-03-02', 'universe diff 2026-03-02 2026-03-06 --json'],
  run: async ({words, reading, flags, out}) => {
    const [from, to] = words.map(dateWord);
    const control = await reading();
    const answer = await control.query({
      name: 'diff',
      ...(from === undefined ? {} : {from}),
      ...(to === undefined ? {} : {to}),
    });
    if (flags.json) out.json(answer);
    else out.data(linesOf(answer));
    return 'done';
  },
};

function linesOf({from, to, added, removed, recovered, newlyBlocked, changed, kept, turnover}: DiffAnswer): string {
  const left = removed.map(({symbol, bucket, reasons}) => [symbol, bucket, reasons.map(reasonWords).join(' and ')]);
  const lists = [
    ['Entered', added],
    ['Recovered', recovered],
    ['Newly blocked', newlyBlocked],
  ] as const;
  return [
    `${from} to ${to}: ${count(added.length)} entered, ${count(removed.length)} left, ${count(changed)} of ${count(kept)} changed, turnover ${(turnover * 100).toFixed(2)} %.`,
    ...lists
      .filter(([, symbols]) => symbols.length > 0)
      .map(([title, symbols]) => `\n${title}\n  ${clean(symbols.join(' '))}`),
    ...(left.length > 0 ? [`\nLeft\n${grid(left, '  ')}`] : []),
  ].join('\n');
}
