import {type Head, verifyLog} from '../../store/log-file.ts';
import {Manifest} from '../../store/manifest.ts';
import type {AuditAnswer} from '../credential-answers.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** Follows the chains of both logs, from their first record to the head that the manifest notes. */
export async function answerAudit(reading: Reading): Promise<AuditAnswer> {
  const {paths, clock} = reading;
  const manifest = await attempt(() => Manifest.peek(paths.manifest, clock));
  const checks = [
    await logCheck('ops-log', paths.opsLog, manifest.value?.logHead('ops')),
    await logCheck('audit-log', paths.auditLog, manifest.value?.logHead('audit')),
    ...(manifest.sentence === undefined
      ? []
      : [
          {
            check: 'manifest',
            passed: false,
            sentence: `${manifest.sentence} A cut end of a log cannot be told without it.`,
          },
        ]),
  ];
  return {whole: checks.every(({passed}) => passed), checks};
}

/** Whether a log is what its writers wrote, and what is wrong where. */
export async function logCheck(check: string, path: string, head: Head | undefined): Promise<CheckResult> {
  const log = await attempt(() => verifyLog(path, head));
  if (log.sentence !== undefined) return {check, passed: false, sentence: log.sentence};
  const {records, broken} = log.value;
  if (!broken) return {check, passed: true, sentence: `The chain of ${records.toLocaleString('en-US')} records holds.`};
  const where = `${broken.file}, line ${broken.line}`;
  return {
    check,
    passed: false,
    sentence: `The chain is broken at ${where}: ${broken.because}. Find out who changed it before you trust this root.`,
  };
}
