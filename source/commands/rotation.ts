import {z} from 'zod';
import {staleWords} from '../control/answers/credentials.ts';
import type {Command} from '../control/control.ts';
import type {CredentialsAnswer} from '../control/credential-answers.ts';
import {many} from '../tui/figures.ts';
import {clean} from '../universe/foreign-text.ts';
import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {endOfLook} from './credential-lists.ts';
import {tell} from './follow.ts';
import {grid} from './grid.ts';
import {misfit, usage} from './parse.ts';
import {performSayingWaits} from './waits.ts';

const dayMs = 86_400_000;

export const rotation: CommandEntry = {
  name: 'rotation',
  group: 'Secrets',
  summary: 'Which secrets are due to be replaced, and replacing them',
  usage: 'check | report | run --due | run ID…',
  words: {min: 1, max: 50},
  flags: ['due'],
  notes: [
    'check exits 5 when a secret is pending, expired or failed, or the secrets cannot be opened. One that is',
    'announced is good, and nears its end (rotation.noticeDays): time to replace it with credentials rotate ID.',
    'run asks the program of the setting rotation.hook for new values, with the provider and its fields as',
    'arguments, asks the provider about them, and keeps them.',
    'The program prints {"apiKey": "…"}, or lines of apiKey=…, or the value alone where there is one field.',
  ],
  examples: [
    'universe rotation check',
    'universe rotation report --json',
    'universe settings set rotation.hook /usr/local/bin/new-key,--short',
    'universe rotation run --due',
  ],
  needsRoot: true,
  run: (context) => {
    const [verb = '', ...providers] = context.words;
    const {due} = context.flags;
    if (due && verb !== 'run') throw usage('--due goes with rotation run.', 'Leave it out.');
    if (verb === 'check' && providers.length === 0) return check(context);
    if (verb === 'report' && providers.length === 0) return report(context);
    if (due && providers.length > 0) throw usage('--due takes no ID: it finds what is due.', 'Leave out one of them.');
    if (verb === 'run' && (due || providers.length > 0)) return run(context, {due, providers});
    throw misfit(context.words, rotation);
  },
};

async function check({reading, flags, out}: Context): Promise<ExitKind> {
  const answer = await (await reading()).query({name: 'credentials', tryKey: 'anywhere'});
  const {report: found, rotation: rows} = answer;
  if (flags.json) out.json(rows);
  else if (rows.length === 0) out.data('No secrets are kept here.');
  else out.data(lines(rows, {paint: out.paint, now: Date.parse(found.generated_at)}));
  if (answer.stale) out.note(staleWords);
  const end = endOfLook(answer, out);
  return found.needs_rotation.length === 0 ? end : 'credentials';
}

/** As the security guide's scripts read it; --json and plain are the same document. */
async function report({reading, out}: Context): Promise<ExitKind> {
  const answer = await (await reading()).query({name: 'credentials', tryKey: 'anywhere'});
  const {locked} = answer;
  out.json({...answer.report, ...(locked === undefined ? {} : {locked})});
  return endOfLook(answer, out);
}

/** What became of each provider. */
const Rotated = z.array(z.object({rotated: z.boolean(), sentence: z.string()}));

async function run(
  context: Context,
  asked: {readonly due: boolean; readonly providers: readonly string[]},
): Promise<ExitKind> {
  const control = await context.writing();
  const command = {name: 'rotation.run' as const, due: asked.due, providers: [...asked.providers]} satisfies Command;
  const result = await performSayingWaits(context, control, command);
  const rows = Rotated.safeParse(result.data?.providers);
  if (context.flags.json || !rows.success || rows.data.length === 0) return tell(context, result);
  for (const {rotated, sentence} of rows.data) {
    if (rotated) context.out.data(clean(sentence));
    else context.out.error(sentence);
  }
  return result.kind;
}

type Look = {readonly paint: Context['out']['paint']; readonly now: number};

function lines(rows: CredentialsAnswer['rotation'], {paint, now}: Look): string {
  const tones = {current: 'good', rotating: 'warn', pending: 'warn', expired: 'bad', failed: 'bad'} as const;
  const head = ['secret', 'state', 'since', 'value', 'end'].map((text) => ({
    text,
    look: (cell: string) => paint('dim', cell),
  }));
  return grid([
    head,
    ...rows.map((row) => [
      row.name,
      {text: stateWords(row), look: (text: string) => paint(isAnnounced(row) ? 'warn' : tones[row.status], text)},
      sinceWords(row, now),
      row.updatedAt === undefined ? 'of unknown age' : `set ${row.updatedAt.slice(0, 10)}`,
      endWords(row, now),
    ]),
  ]);
}

/** The day, and how long that is. */
function sinceWords({since}: Row, now: number): string {
  if (since === undefined) return '';
  const days = Math.max(0, Math.floor((now - Date.parse(since)) / dayMs));
  return `${since.slice(0, 10)}, ${days === 0 ? 'today' : many(days, 'day')}`;
}

/** The day, and how many are left of the notice before it. */
function endWords({dueAt, status, expiringSoon}: Row, now: number): string {
  if (dueAt === undefined) return '';
  const end = `${status === 'expired' ? 'was good' : 'good'} until ${dueAt.slice(0, 10)}`;
  const left = Math.floor((Date.parse(dueAt) - now) / dayMs);
  if (!expiringSoon || left < 0) return end;
  return `${end}, ${left === 0 ? 'less than a day' : many(left, 'day')} left`;
}

/** Good, but within the notice before its end. */
function isAnnounced({status, expiringSoon}: Row): boolean {
  return status === 'current' && expiringSoon;
}

type Row = CredentialsAnswer['rotation'][number];

function stateWords(row: Row): string {
  const {status, interrupted, trialFailed} = row;
  if (isAnnounced(row)) return `${status}, announced`;
  const because = interrupted ? 'interrupted' : status === 'expired' && trialFailed ? 'rotation failed' : undefined;
  return because === undefined ? status : `${status}: ${because}`;
}
