import {type CredentialsAnswer, isAdminOverSecrets} from '../control/credential-answers.ts';
import type {CredentialRow} from '../control/credential-state.ts';
import {many} from '../tui/figures.ts';
import {clean} from '../universe/foreign-text.ts';
import type {Context, ExitKind} from './command-entry.ts';
import {fitGrid} from './fit-grid.ts';
import {tell} from './follow.ts';
import {type Cell, grid} from './grid.ts';

type RotationRow = CredentialsAnswer['rotation'][number];

/** How every secret looks, whatever its length. */
const dots = '••••••••';
const dayMs = 86_400_000;

export async function listCredentials(context: Context): Promise<ExitKind> {
  const {flags, out} = context;
  const answer = await presentAnswer(context);
  if (flags.json) out.json(answer);
  else {
    const heads = ['provider', 'name', 'use', 'field', 'value', 'age', 'rotation', 'last check'];
    out.data(
      fitGrid(
        [
          heads.map((text) => ({text, look: (cell: string) => out.paint('dim', cell)})),
          ...answer.providers.flatMap((row) => linesOf(row, answer)),
        ],
        {width: out.columns, spare: ['name', 'use', 'age'].map((head) => heads.indexOf(head))},
      ),
    );
    out.note(`The master key comes from: ${answer.keySource}.`);
    for (const warning of answer.warnings) out.note(out.paint('warn', clean(warning)));
  }
  return endOfLook(answer, out);
}

/** What is shown of secrets is what was known when they could be opened: where that is over, nobody may take it for health. */
export function endOfLook({locked}: CredentialsAnswer, out: Context['out']): 'done' | 'credentials' {
  if (locked === undefined) return 'done';
  out.error(`The secrets cannot be opened, so this is only what was known of them before. ${locked}`);
  return 'credentials';
}

/**
 * Where somebody else has changed the file, it is opened once, which is on record, to see which fields are there. Who may not do
 * that sees what was known before, and among the warnings that it may be no longer so.
 */
async function presentAnswer(context: Context): Promise<CredentialsAnswer> {
  const reader = await context.reading();
  const answer = await reader.query({name: 'credentials', tryKey: 'anywhere'});
  if (!answer.stale || answer.locked !== undefined) return answer;
  if (!isAdminOverSecrets(await reader.query({name: 'access'}), context.actor.name)) return answer;
  const control = await context.writing();
  await control.perform({name: 'credentials.read'}, context.actor);
  return control.query({name: 'credentials'});
}

function linesOf(row: CredentialRow, {rotation, report}: CredentialsAnswer): readonly (readonly Cell[])[] {
  const {provider, title, used, fields, problem} = row;
  return fields.map(({field, secret, present, updatedAt, expiresAt, required}, index) => {
    const turn = rotation.find((one) => one.provider === provider && one.field === field);
    return [
      index === 0 ? provider : '',
      index === 0 ? title : '',
      index === 0 ? (used ? 'used' : 'not used') : '',
      field,
      present ? (secret ? dots : 'set') : required ? 'missing' : 'unset',
      present ? ageWords(updatedAt ?? turn?.updatedAt, report.generated_at) : '',
      present ? endWords(turn, {expiresAt, isOver: problem?.because === 'expired' && problem.field === field}) : '',
      index === 0 ? checkWords(row) : '',
    ];
  });
}

/** Since when the value is there, in whole days. */
function ageWords(since: string | undefined, now: string): string {
  if (since === undefined) return 'unknown';
  const days = Math.max(0, Math.floor((Date.parse(now) - Date.parse(since)) / dayMs));
  return days === 0 ? 'today' : many(days, 'day');
}

type Ending = {readonly expiresAt: string | undefined; readonly isOver: boolean};

/** The state under the rotation policy, and the day on which the value ends by itself where that is another. */
function endWords(row: RotationRow | undefined, {expiresAt, isOver}: Ending): string {
  const due = row?.dueAt?.slice(0, 10);
  const own = expiresAt?.slice(0, 10);
  const isDated = row !== undefined && due !== undefined && row.status in joints;
  const state = isDated ? `${row.status} ${joints[row.status]} ${due}` : row?.status;
  const end = own === undefined || (isDated && own === due) ? undefined : `${isOver ? 'ended' : 'ends'} ${own}`;
  return [state, end].filter((part) => part !== undefined).join(', ');
}

/** Between a state and its day; the others have none. */
const joints: {readonly [Status in RotationRow['status']]?: string} = {
  current: 'until',
  pending: 'until',
  expired: 'since',
};

/** What is missing or over stands beside its field. */
function checkWords({problem, check, silence}: CredentialRow): string {
  if (problem?.because === 'malformed') return problem.because;
  if (problem?.because === 'refused') return ['refused', check?.at.slice(0, 10)].join(' ').trim();
  if (silence !== undefined) return `no answer ${silence.at.slice(0, 10)}`;
  return check?.accepted ? `accepted ${check.at.slice(0, 10)}` : '';
}

export async function showDiff(context: Context, backup: string): Promise<ExitKind> {
  const {flags, out} = context;
  const control = await context.writing();
  const result = await control.perform({name: 'credentials.diff', backup}, context.actor);
  if (flags.json || result.kind !== 'done') return tell(context, result);
  out.data(clean(result.sentence));
  for (const word of ['added', 'removed', 'changed'] as const) {
    const names = result.data?.[word];
    if (Array.isArray(names) && names.length > 0) out.data(`  ${word} since: ${names.map(String).join(', ')}`);
  }
  return 'done';
}

/** On a terminal it is shown until a key is pressed, on a screen that leaves nothing behind; else it goes to whoever reads stdout. */
export async function showValues(context: Context, provider: string): Promise<ExitKind> {
  const {flags, out, reveal} = context;
  const control = await context.writing();
  const result = await control.perform({name: 'credentials.reveal', provider}, context.actor);
  const values = result.data?.values;
  if (result.kind !== 'done' || typeof values !== 'object' || values === null) return tell(context, result);
  const entries = Object.entries(values).map(([field, value]) => [field, String(value)] as const);
  if (reveal === undefined || flags.json) {
    out.raw(`${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`);
    return 'done';
  }
  await reveal([`Credentials of ${provider}`, '', ...grid(entries).split('\n')]);
  out.note(`The credentials of ${provider} were shown; it is in the audit log.`);
  return 'done';
}
