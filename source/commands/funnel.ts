import type {Answers} from '../control/query.ts';
import {count} from '../tui/figures.ts';
import {Bucket} from '../universe/verdict.ts';
import type {CommandEntry} from './command-entry.ts';

export const funnel: CommandEntry = {
  name: 'funnel',
  group: 'Questions',
  summary: 'Where every candidate of a night ended',
  usage: '[--night DATE]',
  words: {min: 0, max: 0},
  flags: ['night'],
  examples: ['universe funnel', 'universe funnel --night 2026-03-02 --json'],
  run: async ({reading, flags, out}) => {
    const control = await reading();
    const answer = await control.query({name: 'funnel', ...(flags.night === undefined ? {} : {night: flags.night})});
    if (flags.json) out.json(answer);
    else out.data(funnelLines(answer));
    return 'done';
  },
};

/** The buckets, which add up to the candidates, and under `rejected` each rule; a symbol counts once a rule. */
export function funnelLines({session, candidates, buckets, rejected}: Answers['funnel']): string {
  const ranked = Object.entries(rejected).sort(([, a], [, b]) => b - a);
  const rows: readonly (readonly [name: string, symbols: number])[] = [
    ['candidates', candidates],
    ...Bucket.options.flatMap((bucket) => [
      [`  ${bucket}`, buckets[bucket]] as const,
      ...(bucket === 'rejected' ? ranked.map(([rule, symbols]) => [`      ${rule}`, symbols] as const) : []),
    ]),
  ];
  const overlap = ranked.length > 1 ? ['A symbol that fails several rules is counted under each of them.'] : [];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `Session ${session}`,
    ...rows.map(([name, symbols]) => `  ${name.padEnd(width)}  ${count(symbols).padStart(7)}`),
    ...overlap,
  ].join('\n');
}
