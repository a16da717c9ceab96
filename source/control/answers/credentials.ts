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

/** What a person should know of the credentials whatever they are doing: of those that a pass of the build needs. */
export function pressingWarnings(answer: CredentialsAnswer): readonly string[] {
  return warningsIn(
    answer,
    answer.providers.filter(({used}) => used),
  );
}

type Known = Pick<CredentialsAnswer, 'stale' | 'unrecorded' | 'rotation'>;

function warningsIn({stale, unrecorded, rotation}: Known, rows: readonly CredentialRow[]): readonly string[] {
  const ids = new Set(rows.map(({provider}) => provider));
  const due = rotation.filter(({provider}) => ids.has(provider));
  const ofFile = [...(stale ? [staleWords] : []), ...(unrecorded === undefined ? [] : [unrecorded])];
  return [...ofFile, ...rows.flatMap(warningOf), ...due.flatMap(dueWarning)];
}

/** A provider that nothing uses may lack what it wants. */
function warningOf({used, problem, fields}: CredentialRow): readonly string[] {
  const isHeld = fields.some(({present}) => present);
  return problem && (used || isHeld) ? [problem.sentence] : [];
}

function dueWarning(row: RotationRow): readonly string[] {
  const {name, status, dueAt, expiringSoon} = row;
  const end = dueAt === undefined ? '' : ` by ${dueAt.slice(0, 10)}`;
  if (status === 'expired') return [`${name} should have been rotated${end}.`];
  if (status === 'failed') return [`The last rotation of ${name} failed${row.interrupted ? ': interrupted' : ''}.`];
  if (needsRotation(row) || expiringSoon) return [`${name} is to be rotated${end || ', since nobody knows its age'}.`];
  return [];
}
