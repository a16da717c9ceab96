import {sumOf} from '../../store/file.ts';
import {type LogRecord, readLog} from '../../store/log-file.ts';
import type {CredentialAction} from '../audit-actions.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** Whether the secrets are the file that the last record of a change tells of: an earlier one put in its place is another. */
export async function secretsOnRecord({paths}: Reading): Promise<CheckResult> {
  const check = 'secrets-file';
  const looked = await attempt(async () => ({sum: await sumOf(paths.secrets), last: await lastChange(paths.auditLog)}));
  if (looked.sentence !== undefined) return {check, passed: false, sentence: looked.sentence};
  const {sum, last} = looked.value;
  const {named, begun} = last;
  if (named ? named.sha256 === sum?.sha256 : !sum)
    return {
      check,
      passed: true,
      sentence: named
        ? `The secrets are those of record ${named.seq}, of ${named.at}.`
        : 'There are no secrets, and none are on record.',
    };
  // No change removes the file, so one that is gone is none that was about to be written.
  const written = sum && begun.find(({next}) => next === sum.sha256);
  if (written)
    return {
      check,
      passed: true,
      sentence: `The secrets are those that record ${written.seq} was about to write, and no record says how that ended.`,
    };
  const [first] = begun;
  const open =
    first && sum
      ? ` Record ${first.seq} began a change of which no record says how it ended, but not that it would be this one.`
      : '';
  if (!named) return {check, passed: false, sentence: `No record says who put ${paths.secrets} there.${open} ${next}`};
  const what = sum ? 'is not the file that' : 'is gone, which is not what';
  const sentence = `${paths.secrets} ${what} record ${named.seq} of ${named.at} tells of: it was changed or put back past this program.${open} ${next}`;
  return {check, passed: false, sentence};
}

const next =
  'Find out who did, and move the file away if it does not open; what universe credentials restore or set then writes is on record and passes again.';

/** Only these put another file in the place of the secrets; whatever else was begun leaves them as they are. */
const changing: ReadonlySet<unknown> = new Set([
  'add',
  'edit',
  'rotate',
  'remove',
  'restore',
  'restore-snapshot',
  'key-rotate',
  'migrate',
] satisfies CredentialAction[]);

type Standing = {readonly seq: number; readonly at: string; readonly sha256: unknown};
/** The file that it was about to write is absent until that is known, and in records of before it was noted. */
type Begun = {readonly seq: number; readonly next?: unknown};
type Change = {
  /** The last record that names the file. */
  readonly named?: Standing;
  /** Changes that were begun since, and of which no record says how they ended. */
  readonly begun: readonly Begun[];
};

async function lastChange(auditLog: string): Promise<Change> {
  let named: Standing | undefined;
  const open = new Map<string, readonly Begun[]>();
  for await (const record of readLog(auditLog)) {
    const {seq, at, sha256, action, provider, user} = record;
    if (sha256 !== undefined) {
      named = {seq, at, sha256};
      open.clear();
    } else if (changing.has(action)) {
      const act = `${action} ${provider} ${user}`;
      open.set(act, after(open.get(act) ?? [], record));
    }
  }
  return {...(named ? {named} : {}), begun: [...open.values()].flat()};
}

/** Acts of one kind that are open behind this record of another. */
function after(open: readonly Begun[], {seq, stage, next}: LogRecord): readonly Begun[] {
  switch (stage) {
    case 'intended':
      return [...open, {seq, next}];
    case 'writing':
      return [...open.slice(0, -1), {seq, next}];
    default:
      return open.slice(0, -1);
  }
}
