import {sumOf} from '../../store/file.ts';
import {readLog} from '../../store/log-file.ts';
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
  if (begun)
    return {
      check,
      passed: true,
      sentence: `Record ${begun.seq} began a change of the secrets, and no record says how it ended.`,
    };
  if (!named) return {check, passed: false, sentence: `No record says who put ${paths.secrets} there.`};
  const what = sum ? 'is not the file that' : 'is gone, which is not what';
  const sentence = `${paths.secrets} ${what} record ${named.seq} of ${named.at} tells of: it was changed or put back past this program.`;
  return {check, passed: false, sentence};
}

type Standing = {readonly seq: number; readonly at: string; readonly sha256?: unknown};
type Change = {
  /** The last record that names the file. */
  readonly named?: Standing;
  /** A change that was begun since, and of which no record says how it ended. */
  readonly begun?: Standing;
};

async function lastChange(auditLog: string): Promise<Change> {
  let named: Standing | undefined;
  const open = new Map<string, Standing[]>();
  for await (const {seq, at, sha256, stage, action, provider, user} of readLog(auditLog)) {
    const act = `${action} ${provider} ${user}`;
    if (sha256 !== undefined) {
      named = {seq, at, sha256};
      open.clear();
    } else if (stage === 'intended') open.set(act, [...(open.get(act) ?? []), {seq, at}]);
    else open.get(act)?.pop();
  }
  const [begun] = [...open.values()].flat();
  return {...(named ? {named} : {}), ...(begun ? {begun} : {})};
}
