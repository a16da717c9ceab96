import {sumOf} from '../store/file.ts';
import type {Paths} from '../store/paths.ts';
import {type OwnAct, type SecretsInLog, type Stranger, secretsInLog} from './secrets-in-log.ts';

/** The secrets file beside what the audit log tells of it. */
export type SecretsJudged = {
  readonly sentence: string;
  /** Absent where a record tells of the file as it is. */
  readonly stranger?: Pick<Stranger, 'found' | 'expected'>;
  readonly inLog: SecretsInLog;
};

type Places = Pick<Paths, 'secrets' | 'auditLog'>;

/** Whether the secrets are the file that the last record of a change tells of: an earlier one put in its place is another. */
export async function judgeSecrets({secrets, auditLog}: Places, own?: OwnAct): Promise<SecretsJudged> {
  const sum = await sumOf(secrets);
  const inLog = await secretsInLog(auditLog, own);
  // A reader holds no lock: what a change replaced meanwhile is no stranger.
  if ((await sumOf(secrets))?.sha256 !== sum?.sha256) return judgeSecrets({secrets, auditLog}, own);
  const {named, begun, hasGap, isPruned} = inLog;
  if (named ? named.sha256 === sum?.sha256 : !sum) {
    const sentence = named
      ? `The secrets are those of record ${named.seq}, of ${named.at}.`
      : 'There are no secrets, and none are on record.';
    return {sentence, inLog};
  }
  // No change removes the file, so one that is gone is none that was about to be written.
  const written = sum && begun.find(({next}) => next === sum.sha256);
  if (written) {
    const sentence = `The secrets are those that record ${written.seq} was about to write, and no record says how that ended.`;
    return {sentence, inLog};
  }
  if (!named && isPruned) return {sentence: 'The record of their last change is older than what the log keeps.', inLog};
  const [first] = begun;
  const open =
    first && sum
      ? ` Record ${first.seq} began a change of which no record says how it ended, but not that it would be this one.`
      : '';
  const stranger = {found: sum?.sha256, expected: named?.sha256};
  if (!named) return {sentence: `No record says who put ${secrets} there.${open}`, stranger, inLog};
  const [what, how] = sum
    ? ['is not the file that', 'changed or put back']
    : ['is gone, which is not what', 'taken away'];
  const gap = hasGap ? ' Records were lost since; the one of its change may be among them.' : '';
  const sentence = `${secrets} ${what} record ${named.seq} of ${named.at} tells of: it was ${how} past this program.${open}${gap}`;
  return {sentence, stranger, inLog};
}

/** What to do about it, for who only looks at the secrets. */
export function strangerHint(judged: SecretsJudged): string {
  return `${findOut(judged)} The next change of a credential takes it over as it is, and that stays noted.`;
}

/** Where nothing was on record before, the file may well be the person's own. */
export function findOut({sentence, stranger}: SecretsJudged): string {
  if (stranger?.expected === undefined)
    return `${sentence} If it is yours, from before this program or from a copy, nothing is wrong; if not, find out who put it there.`;
  return `${sentence} Find out who or what did that. Versions of before: universe credentials backups.`;
}
