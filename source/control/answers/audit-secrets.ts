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
  if (!sum && !last) return {check, passed: true, sentence: 'There are no secrets, and none are on record.'};
  if (!sum) return {check, passed: false, sentence: `${paths.secrets} is gone, and no record says who removed it.`};
  if (!last) return {check, passed: false, sentence: `No record says who put ${paths.secrets} there.`};
  if (last.sha256 === sum.sha256)
    return {check, passed: true, sentence: `The secrets are those of record ${last.seq}, of ${last.at}.`};
  if (last.isOpen)
    return {
      check,
      passed: true,
      sentence: `Record ${last.seq} began a change of the secrets, and no record says how it ended.`,
    };
  const sentence = `${paths.secrets} is not the file that record ${last.seq} of ${last.at} tells of: it was changed or put back past this program.`;
  return {check, passed: false, sentence};
}

type Change = {readonly seq: number; readonly at: string; readonly sha256: unknown; readonly isOpen: boolean};

/** The last record that names the file; open where a change was begun since and no record says how it ended. */
async function lastChange(auditLog: string): Promise<Change | undefined> {
  let last: Omit<Change, 'isOpen'> | undefined;
  const begun = new Map<string, Omit<Change, 'isOpen'>[]>();
  for await (const {seq, at, sha256, stage, action, provider, user} of readLog(auditLog)) {
    const act = `${action} ${provider} ${user}`;
    if (sha256 !== undefined) {
      last = {seq, at, sha256};
      begun.clear();
    } else if (stage === 'intended') begun.set(act, [...(begun.get(act) ?? []), {seq, at, sha256}]);
    else begun.get(act)?.pop();
  }
  const [open] = [...begun.values()].flat();
  return open ? {...open, isOpen: true} : last && {...last, isOpen: false};
}
