import {exists} from '../../store/file.ts';
import {StandingFile} from '../../vault/standing.ts';
import {counted} from '../counted.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {answerCredentials} from './credentials.ts';

/** Whether the secrets can be opened, are what was last written, and are all that the build wants. */
export async function secretChecks(reading: Reading): Promise<readonly CheckResult[]> {
  const answer = await attempt(() => answerCredentials(reading));
  if (answer.sentence !== undefined) return [{check: 'credentials', passed: false, sentence: answer.sentence}];
  return [await openedCheck(reading), credentialsCheck(answer.value), rotationCheck(answer.value)];
}

/** Really opens them, which is on record. */
async function openedCheck(reading: Reading): Promise<CheckResult> {
  const {paths, clock, openSecrets} = reading;
  const check = 'secrets';
  if (!(await exists(paths.secrets))) return firstCheck(reading);
  const opened = await attempt(() => openSecrets('doctor'));
  if (opened.sentence !== undefined) return {check, passed: false, sentence: opened.sentence};
  const {place, providers, current, revision} = opened.value;
  const known = (await new StandingFile(paths.credentialsState, clock).peek()).revision;
  if (revision < known) {
    return {
      check,
      passed: false,
      sentence: `The secrets file is an older version (${revision}, where ${known} was written): somebody put it there by hand. If that was meant, the next change takes it over: universe credentials set; else restore the right one: universe credentials backups`,
    };
  }
  if (!current)
    return {
      check,
      passed: true,
      reported: true,
      sentence: `The secrets open with an earlier key of ${place}. Encrypt them anew with: universe keys rotate`,
    };
  return {
    check,
    passed: true,
    sentence: `The secrets of ${counted(providers, 'provider')} open with the key of ${place}.`,
  };
}

/** Before there are any: whether the first could be kept, under a key from where the settings say. */
async function firstCheck({keyFit}: Reading): Promise<CheckResult> {
  const check = 'secrets';
  const looked = await attempt(keyFit);
  if (looked.sentence !== undefined) return {check, passed: false, sentence: looked.sentence};
  const {place, fit} = looked.value;
  if (fit === 'wanting')
    return {
      check,
      passed: true,
      reported: true,
      sentence: `No credentials are kept yet, and the first needs a master key in ${place}. Make one with: universe keys generate --print`,
    };
  return {check, passed: true, sentence: 'No credentials are kept yet; the first one makes the file.'};
}

type Known = Awaited<ReturnType<typeof answerCredentials>>;

function credentialsCheck({providers, stale}: Known): CheckResult {
  const check = 'credentials';
  const wanting = providers.filter(({used, problem}) => used && problem !== undefined);
  if (wanting.length > 0)
    return {check, passed: false, sentence: wanting.map(({problem}) => problem?.sentence).join(' ')};
  if (stale)
    return {
      check,
      passed: true,
      reported: true,
      sentence: 'The secrets file was changed by somebody else. See what is in it with: universe credentials list',
    };
  const used = providers.filter((row) => row.used).length;
  const sentence =
    used === 0
      ? 'No provider in use needs credentials.'
      : `All ${used} providers in use that need credentials have them.`;
  return {check, passed: true, sentence};
}

function rotationCheck({report, rotation}: Known): CheckResult {
  const check = 'rotation';
  const bad = rotation.filter(({status}) => status === 'expired' || status === 'failed');
  if (bad.length > 0) {
    const names = bad.map(({name, status}) => `${name} is ${status}`).join(', ');
    return {check, passed: false, sentence: `${names}. ${rotateHint(bad)}`};
  }
  const {needs_rotation: due} = report;
  const soon = report.expiring_soon.map(({name}) => name).filter((name) => !due.includes(name));
  const words = [
    ...(due.length > 0 ? [`Due to be rotated now: ${due.join(', ')}.`] : []),
    ...(soon.length > 0 ? [`To be rotated soon: ${soon.join(', ')}.`] : []),
    ...(due.length > 0 ? [rotateHint(rotation.filter(({name}) => due.includes(name)))] : []),
  ];
  if (words.length > 0) return {check, passed: true, reported: true, sentence: words.join(' ')};
  return {check, passed: true, sentence: `Young enough: ${counted(report.total_secrets, 'secret')}.`};
}

/** One command for each provider of these secrets. */
export function rotateHint(rows: Known['rotation']): string {
  const ids = [...new Set(rows.map(({provider}) => provider))];
  return `Rotate with: ${ids.map((id) => `universe credentials rotate ${id}`).join('; ')}`;
}
