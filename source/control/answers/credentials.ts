import {sumOf} from '../../store/file.ts';
import {needsRotation, type RotationRow, rotationReport} from '../../vault/rotation.ts';
import {StandingFile} from '../../vault/standing.ts';
import type {CredentialsAnswer} from '../credential-answers.ts';
import {type CredentialRow, credentialRows, rotationRows} from '../credential-state.ts';
import type {Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {strangerWarning} from './audit-secrets.ts';
import {usedProviders} from './providers.ts';

export const staleWords =
  'The secrets file was changed by somebody else; an admin looks into it with: universe credentials list';

/** What is known of every credential, its age and what its provider said; nothing is decrypted for it. */
export async function answerCredentials(
  reading: Reading,
  {tryKey}: Pick<Extract<Query, {name: 'credentials'}>, 'tryKey'> = {},
): Promise<CredentialsAnswer> {
  const {paths, clock} = reading;
  const {keySource, environment, rotation} = await reading.settings();
  const providers = await reading.providers();
  const standing = await new StandingFile(paths.credentialsState, clock).peek();
  const used = usedProviders(providers, await reading.settings(), reading.sample);
  const now = clock.now();
  const rows = credentialRows({providers, used, standing}, now);
  const rotating = rotationRows(providers, standing, {rotation, now});
  const stale = (await sumOf(paths.secrets))?.sha256 !== standing.secretsSha256;
  const isTried = tryKey === 'anywhere' || (tryKey === 'here' && (keySource === 'file' || keySource === 'env'));
  const locked = isTried ? (await attempt(reading.keyFit)).sentence : undefined;
  const unrecorded = await strangerWarning(reading);
  const known = {
    stale,
    providers: rows,
    rotation: rotating,
    ...(unrecorded === undefined ? {} : {unrecorded}),
  };
  return {
    ...known,
    keySource,
    environment,
    ...(standing.secretsSha256 === undefined ? {} : {revision: standing.revision}),
    ...(locked === undefined ? {} : {locked}),
    report: rotationReport(rotating, now),
    warnings: warningsIn(known, rows),
  };
}

/**
 * What a person should know of the credentials whatever they are doing: what is amiss with those that a pass of the build needs,
 * and which secrets are due or void, for one that nothing uses any more opens its account all the same.
 */
export function pressingWarnings(answer: CredentialsAnswer): readonly string[] {
  return warningsIn(
    answer,
    answer.providers.filter(({used, problem}) => used || problem?.because === 'refused'),
  );
}

type Known = Pick<CredentialsAnswer, 'stale' | 'unrecorded' | 'rotation' | 'providers'>;

/** Of what is in use first. */
function warningsIn(
  {stale, unrecorded, rotation, providers}: Known,
  rows: readonly CredentialRow[],
): readonly string[] {
  const ids = new Set(providers.filter(({used}) => used).map(({provider}) => provider));
  const [used, idle] = [true, false].map((isUsed) => [
    ...rows.filter((row) => row.used === isUsed).flatMap(warningOf),
    ...rotation.filter(({provider}) => ids.has(provider) === isUsed).flatMap((row) => dueWarning(row, isUsed)),
  ]);
  const ofFile = [...(stale ? [staleWords] : []), ...(unrecorded === undefined ? [] : [unrecorded])];
  return [...ofFile, ...(used ?? []), ...(idle ?? [])];
}

/** A provider that nothing uses may lack what it wants. */
function warningOf({used, problem, fields}: CredentialRow): readonly string[] {
  const isHeld = fields.some(({present}) => present);
  if (problem === undefined || !(used || isHeld)) return [];
  const isIdle = !used && problem.because === 'refused';
  return [isIdle ? `${problem.sentence} ${idleWords('them')}` : problem.sentence];
}

function idleWords(it: 'it' | 'them'): string {
  return `No source in use needs ${it}: rotate or remove ${it}.`;
}

function dueWarning(row: RotationRow, isUsed: boolean): readonly string[] {
  const sentence = dueSentence(row);
  if (sentence === undefined) return [];
  return [isUsed ? sentence : `${sentence} ${idleWords('it')}`];
}

function dueSentence(row: RotationRow): string | undefined {
  const {name, status, dueAt, expiringSoon} = row;
  const end = dueAt === undefined ? '' : ` by ${dueAt.slice(0, 10)}`;
  if (status === 'expired') return `${name} should have been rotated${end}.`;
  if (status === 'failed') return `The last rotation of ${name} failed${row.interrupted ? ': interrupted' : ''}.`;
  if (needsRotation(row) || expiringSoon) return `${name} is to be rotated${end || ', since nobody knows its age'}.`;
  return undefined;
}
