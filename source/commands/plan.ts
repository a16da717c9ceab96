import type {PlanAnswer} from '../control/plan-answer.ts';
import {count, many, rough} from '../tui/figures.ts';
import {clean} from '../universe/foreign-text.ts';
import type {CommandEntry} from './command-entry.ts';
import {grid} from './grid.ts';
import type {Output} from './output.ts';

export const plan: CommandEntry = {
  name: 'plan',
  group: 'Work',
  summary: 'Say what a build would call and whether credentials and quotas allow it, without calling',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  notes: [
    'It exits 5 where the build would stop for credentials, and 7 where it would pause for a quota, or because no',
    'list of your own can be read.',
  ],
  examples: ['universe plan'],
  run: async ({reading, flags, out}) => {
    const control = await reading();
    const planned = await control.query({name: 'plan'});
    if (flags.json) out.json(planned);
    else {
      out.data(linesOf(planned, out));
      for (const remark of [planned.sentence, planned.stop?.hint]) if (remark !== undefined) out.note(clean(remark));
    }
    if (planned.stop) return 'credentials';
    return planned.fits && !planned.unread?.isPause ? 'done' : 'paused';
  },
};

function linesOf(
  {session, steps, calls, minutes, seconds = minutes * 60, quotas, fits, barred = [], stop, unread}: PlanAnswer,
  {paint}: Output,
): string {
  const good = (text: string) => paint('good', text);
  const bad = (text: string) => paint('bad', text);
  const rows = quotas.map(({provider, per, limit, spent, planned, fits: isEnough}) => [
    provider,
    `${count(limit)} a ${per}`,
    `${count(spent)} spent`,
    isEnough ? {text: 'fits', look: good} : {text: `${count(planned)} more do not fit`, look: bad},
  ]);
  return [
    `Session ${session}: ${many(calls, 'call')}, about ${timeWords(seconds)}.`,
    '',
    grid(
      steps.map(({pass, provider, calls: each, because}) => [pass, provider, each, because]),
      '  ',
    ),
    ...(rows.length > 0 ? ['', grid(rows, '  ')] : []),
    ...(barred.length > 0
      ? [
          '',
          grid(
            barred.map((row) => barredCells(row, stop !== undefined, bad)),
            '  ',
          ),
        ]
      : []),
    '',
    ...(stop ? [bad('The build would stop for credentials, before its first call.')] : []),
    ...(unread
      ? [
          bad(
            unread.isPause
              ? `The build would pause at once, without a list: ${unread.sentence}`
              : `The build would go on without a list of your own: ${unread.sentence}`,
          ),
        ]
      : []),
    fits
      ? `The quotas ${stop || unread?.isPause ? 'would allow' : 'allow'} it.`
      : 'The quotas do not allow it: the build would pause and go on later.',
  ].join('\n');
}

function timeWords(seconds: number): string {
  const {n, unit} = rough(seconds);
  return n === 0 || (n === 1 && unit === 'minute') ? 'a minute' : many(n, unit);
}

type BarredRow = NonNullable<PlanAnswer['barred']>[number];

function barredCells({provider, field = '', sentence}: BarredRow, stops: boolean, look: (text: string) => string) {
  return [provider, field, {text: stops ? 'stops the build' : 'would be passed over', look}, sentence];
}
