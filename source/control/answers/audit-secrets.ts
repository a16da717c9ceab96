import {stampOf} from '../../store/stamp.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import type {Stranger} from '../secrets-in-log.ts';
import {judgeSecrets, type SecretsJudged, strangerHint} from '../secrets-judged.ts';
import {attempt} from './attempt.ts';

/** Whether the secrets are those of the last record; a file that was not, and that a change took over, is noted for ever. */
export async function secretsOnRecord({paths}: Reading): Promise<CheckResult> {
  const check = 'secrets-file';
  const looked = await attempt(() => judgeSecrets(paths));
  if (looked.sentence !== undefined) return {check, passed: false, sentence: looked.sentence};
  const {stranger, sentence, inLog} = looked.value;
  const before = notedWords(inLog.strangers);
  if (stranger) return {check, passed: false, sentence: `${sentence} ${next}${before}`};
  // What was there before the first record is told, and is no reason for alarm.
  const isWrong = inLog.strangers.some(({expected}) => expected !== undefined);
  return {check, passed: true, sentence: `${sentence}${before}`, ...(isWrong ? {reported: true} : {})};
}

/** What a person should know of a secrets file that no record tells of; a log that has not grown is not read again for every status. */
export async function strangerWarning({paths, seen}: Pick<Reading, 'paths' | 'seen'>): Promise<string | undefined> {
  const {secrets, auditLog} = paths;
  const [file, log] = [await stampOf(secrets), await stampOf(auditLog)];
  const version = `${file?.version} ${log?.version}`;
  const earlier = seen.get(auditLog);
  // Only this function writes under this path.
  const judged =
    earlier?.version === version ? (earlier.value as SecretsJudged) : (await attempt(() => judgeSecrets(paths))).value;
  // What cannot be read says so where it is asked for.
  if (judged === undefined) return undefined;
  seen.set(auditLog, {version, value: judged});
  return judged.stranger && strangerHint(judged);
}

const next =
  'Find out who did, and move the file away if it does not open; what universe credentials restore or set then writes is on record and passes again, and that it was so stays noted.';

function notedWords(strangers: readonly Stranger[]): string {
  const words = strangers.map(({at, detail}) => ` A change came upon this on ${at}: ${detail}`);
  return words.join('');
}
