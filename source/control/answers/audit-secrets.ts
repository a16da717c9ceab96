import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import type {Stranger} from '../secrets-in-log.ts';
import {judgeSecrets} from '../secrets-judged.ts';
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

const next =
  'Find out who did, and move the file away if it does not open; what universe credentials restore or set then writes is on record and passes again, and that it was so stays noted.';

function notedWords(strangers: readonly Stranger[]): string {
  const words = strangers.map(({at, detail}) => ` A change came upon this on ${at}: ${detail}`);
  return words.join('');
}
