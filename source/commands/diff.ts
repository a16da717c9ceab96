import type {DiffAnswer} from '../control/query.ts';
import {count} from '../tui/figures.ts';
import {enteredWords} from '../universe/entered.ts';
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

function linesOf({added, entered, removed, recovered, newlyBlocked, sentence, ...figures}: DiffAnswer): string {
  const {from, to, turnover} = figures;
  const came = entered?.map((one) => [one.symbol, enteredWords(one)]) ?? added.map((symbol) => [symbol]);
  const left = removed.map(({symbol, bucket, reasons}) => [symbol, bucket, reasons.map(reasonWords).join(' and ')]);
  const lists = [
    ['Recovered', recovered],
    ['Newly blocked', newlyBlocked],
  ] as const;
  return [
    `${from} to ${to}: ${count(added.length)} entered, ${count(removed.length)} left, turnover ${(turnover * 100).toFixed(2)} %.`,
    stayed(figures),
    ...(sentence === undefined ? [] : [clean(sentence)]),
    ...(came.length > 0 ? [`\nEntered\n${grid(came, '  ')}`] : []),
    ...lists
      .filter(([, symbols]) => symbols.length > 0)
      .map(([title, symbols]) => `\n${title}\n  ${clean(symbols.join(' '))}`),
    ...(left.length > 0 ? [`\nLeft\n${grid(left, '  ')}`] : []),
  ].join('\n');
}

function stayed({changed, kept}: Pick<DiffAnswer, 'changed' | 'kept'>): string {
  const facts = 'exchange, name, type, sector, industry, country or eligibility';
  return `${count(kept)} stayed, ${count(changed)} of them with another ${facts}; closes and caps move every night and do not count.`;
}
