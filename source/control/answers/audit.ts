import {leftByEngine} from '../../store/left-by-engine.ts';
import {type Anchor, verifyLog} from '../../store/log-file.ts';
import {Manifest} from '../../store/manifest.ts';
import {anchorsInManifests, auditAnchors, ownsAudit} from '../audit-anchors.ts';
import type {AuditAnswer} from '../credential-answers.ts';
import {haltedBeside} from '../halted-beside.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {secretsOnRecord} from './audit-secrets.ts';
import {withKept} from './kept-logs.ts';
import {settingsOnRecord} from './settings-on-record.ts';
import {haltOf} from './situation.ts';

/** Follows the chains of both logs, from their first record to the head that the manifest notes, and to the secrets as they are. */
export async function answerAudit(reading: Reading): Promise<AuditAnswer> {
  const {paths, clock} = reading;
  const manifest = await attempt(() => Manifest.peek(paths.manifest, clock));
  const [ops, audit] = await logChecks(reading, manifest.value);
  const checks = [
    await withKept(ops, paths.opsLog),
    await withKept(audit, paths.auditLog),
    await secretsOnRecord(reading),
    ...(await settingsOnRecord(reading, manifest.value)),
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

/** Whether both logs are what their writers wrote. */
export async function logChecks(
  reading: Reading,
  manifest: Manifest | undefined,
): Promise<readonly [ops: CheckResult, audit: CheckResult]> {
  const {paths, clock} = reading;
  const ops = manifest?.logHead('ops');
  // One that cannot be read is there, and says so for itself.
  const noted = manifest && !manifest.wasThere ? paths.manifest : undefined;
  const left = noted === undefined ? undefined : (await attempt(() => leftByEngine(paths))).value;
  const anchors = await auditAnchors(paths, manifest, clock);
  // An engine of this root has never worked where only profiles did, and they note the end of the log that they share.
  const isUnknown = (await anchorsInManifests(paths, manifest, clock)).length === 0;
  const ownsEnd = ownsAudit(paths) && (left !== undefined || isUnknown);
  const here = async () => ((await haltOf(reading)) === undefined ? [] : [{resume}]);
  return [
    await logCheck('ops-log', {path: paths.opsLog, anchors: ops ? [ops] : [], noted, left, halted: here}),
    await logCheck('audit-log', {
      path: paths.auditLog,
      anchors,
      ...(ownsEnd ? {noted, left} : {}),
      halted: async () => [...(await here()), ...(await haltedBeside(paths, clock))],
    }),
  ];
}

type Looking = {
  readonly path: string;
  readonly anchors: readonly Anchor[];
  /** The manifest, where it should know the end and is not there. */
  readonly noted?: string | undefined;
  /** What tells then that there must have been one, and logs. */
  readonly left?: string | undefined;
  /** Where nobody has resumed yet: here, which goes without a name, or in another universe that shares the log. */
  readonly halted: () => Promise<readonly Unresumed[]>;
};

type Unresumed = {readonly name?: string; readonly resume: string};

/** Whether one log is; what a writer came upon and wrote down is noted for ever, and fails until somebody has resumed. */
export async function logCheck(check: string, {path, anchors, noted, left, halted}: Looking): Promise<CheckResult> {
  const log = await attempt(() => verifyLog(path, ...anchors));
  if (log.sentence !== undefined) return {check, passed: false, sentence: log.sentence};
  const {records, broken, known, unended} = log.value;
  if (broken) {
    const where = `${broken.file}, line ${broken.line}`;
    const sentence = `The chain is broken at ${where}: ${broken.because}.`;
    return {check, passed: false, sentence: `${sentence} ${findOut}${broken.file === path ? `; ${thenResume}` : '.'}`};
  }
  if (noted !== undefined && records > 0) {
    const sentence = `${noted} is gone, and without it nobody can tell whether the end of ${path} was cut off.`;
    return {check, passed: false, sentence: `${sentence} ${findOut}; ${thenResume}`};
  }
  if (noted !== undefined && left !== undefined) {
    const sentence = `${noted} is gone, and without it nobody can tell whether ${path} was taken away: ${left} shows that an engine has worked here.`;
    return {check, passed: false, sentence: `${sentence} ${findOut}; ${thenResume}`};
  }
  const holds = `The chain of ${records.toLocaleString('en-US')} records holds`;
  const open = unended === 0 ? '' : ` ${unendedWords(path, unended)}`;
  if (known.length === 0) return {check, passed: true, ...(open && {reported: true}), sentence: `${holds}.${open}`};
  const damage = `It was damaged before, and goes on behind a gap: ${known.join('; ')}.`;
  const waiting = await halted();
  if (waiting.length > 0) return {check, passed: false, sentence: `${damage} ${unresumedWords(waiting)}`};
  return {check, passed: true, reported: true, sentence: `${damage} Somebody has resumed since. ${holds}.${open}`};
}

function unresumedWords(waiting: readonly Unresumed[]): string {
  const names = waiting.flatMap(({name}) => name ?? []);
  const where = names.length === 0 ? '' : `; halted for it ${names.length === 1 ? 'is' : 'are'} ${listed(waiting)}`;
  return `Nobody has resumed since${where}. ${findOut}; then: ${waiting.map(({resume}) => resume).join(' and ')}`;
}

function listed(waiting: readonly Unresumed[]): string {
  return waiting.map(({name = 'this universe'}) => name).join(', ');
}

function unendedWords(path: string, bytes: number): string {
  const what = bytes === 1 ? '1 byte that is' : `${bytes.toLocaleString('en-US')} bytes that are`;
  return `Behind it ${path} ends in ${what} no whole record: a write that was broken off, or somebody put them there. The next record takes their place and says so.`;
}

const findOut = 'Compare it with the copy that you keep elsewhere and find out who changed it';
const resume = 'universe resume --reason TEXT';
const thenResume = `then: ${resume}`;
