import {Failure} from '../failure.ts';
import type {Provider} from '../provider/contract.ts';
import {requireProvider} from '../provider/load.ts';
import {sumOf} from '../store/file.ts';
import {type Credentials, noCredentials} from '../vault/credential-file.ts';
import type {PastDamage} from '../vault/damaged-secrets.ts';
import {fingerprintsOf, type Owned} from '../vault/fingerprints.ts';
import {masterKey} from '../vault/keyring.ts';
import {nothingKnown, standingOf} from '../vault/standing.ts';
import type {Announce, Changed, Stored} from '../vault/vault.ts';
import {isSecret} from './credential-fields.ts';
import type {House} from './local-control.ts';
import type {Values} from './safe.ts';

/** Decrypts the secrets, and notes what is in them without their values. Undefined where there are none yet. */
export async function openSecrets(house: House): Promise<Stored | undefined> {
  const {safe, works} = house;
  const stored = await safe.vault.read();
  if (stored === undefined) {
    await safe.standing.update(({fingerprints}) => ({
      ...nothingKnown,
      ...(fingerprints && {fingerprints: fingerprintsOf([], fingerprints)}),
    }));
    return undefined;
  }
  const {credentials} = stored;
  const secrets = await learn(house, stored);
  const sum = await sumOf(works.paths.secrets);
  if (sum)
    await safe.standing.update((earlier) => ({
      ...standingOf(earlier, {credentials, sha256: sum.sha256}),
      fingerprints: fingerprintsOf(secrets, earlier.fingerprints),
    }));
  return stored;
}

/** Changes the secrets of some providers, and keeps manifest and state in step. */
export async function changeSecrets(
  house: House,
  {
    changed,
    announce,
    past,
  }: {readonly changed: readonly string[]; readonly announce: Announce; readonly past?: PastDamage},
  edit: (now: Credentials) => Credentials,
): Promise<Changed> {
  const {safe, works} = house;
  let replaced = noCredentials;
  const settle = async (made: Changed): Promise<void> => {
    // They are in a backup from now on, and their provider may take them for long.
    const before = await learn(house, {credentials: replaced, keys: made.keys});
    const secrets = await learn(house, made);
    await safe.standing.update((earlier) => ({
      ...standingOf(earlier, {credentials: made.credentials, sha256: made.sha256, changed}),
      fingerprints: fingerprintsOf(secrets, fingerprintsOf(before, earlier.fingerprints)),
    }));
    await works.manifest.record('secrets', {
      sha256: made.sha256,
      bytes: made.bytes,
      records: made.credentials.providers.size,
    });
  };
  return safe.vault.change(
    (now, keys) => {
      replaced = now;
      const next = edit(now);
      refuseMasterKey(next, {changed, keys});
      return next;
    },
    {announce, past, settle},
  );
}

/** It lies beside the secrets, and a provider that is given it by mistake could open all of them. */
function refuseMasterKey(
  {providers}: Credentials,
  {changed, keys}: {readonly changed: readonly string[]; readonly keys: Stored['keys']},
): void {
  const own = new Set(keys.map((key) => key.reveal()));
  const given = changed.flatMap((provider) => [...(providers.get(provider)?.values() ?? [])]);
  if (!given.some((secret) => own.has(secret.reveal()))) return;
  throw new Failure('credentials.master-key', 'What was given is the master key of this root; it was not kept.', {
    hint: 'Give the key that the provider gave out. The master key belongs to no provider.',
    kind: 'usage',
  });
}

/** From now on these are taken out of whatever this process says. */
async function learn(
  house: House,
  {credentials, keys}: Pick<Stored, 'credentials' | 'keys'>,
): Promise<readonly Owned[]> {
  const {safe} = house;
  const ofProviders = await secretsIn(house, credentials);
  // Whoever reads a key in a log can open all the others.
  const secrets = [...ofProviders, ...keys.map((key): Owned => ({provider: masterKey, value: key.reveal()}))];
  for (const [provider, owned] of Map.groupBy(secrets, (one) => one.provider))
    safe.redactor.learn(
      provider,
      owned.map(({value}) => value),
    );
  return secrets;
}

/** The values that their providers' forms call secret. */
export async function secretsIn({reading}: House, {providers}: Credentials): Promise<readonly Owned[]> {
  const known = await reading.providers();
  return [...providers].flatMap(([provider, fields]) =>
    [...fields]
      .filter(([field]) => isSecret(known.get(provider), field))
      .map(([, secret]): Owned => ({provider, value: secret.reveal()})),
  );
}

/** A provider that takes credentials, or the sentence that says why it takes none. */
export async function keyedProvider({reading}: House, id: string): Promise<Provider> {
  const provider = requireProvider(await reading.providers(), id);
  if (provider.credentials) return provider;
  throw new Failure('credentials.none', `${provider.title} needs no credentials.`, {
    hint: 'universe credentials list names those that do.',
    kind: 'usage',
  });
}

/** What is kept of a provider, as its connection wants it. */
export function valuesOf({providers}: Credentials, id: string): Values {
  return Object.fromEntries([...(providers.get(id) ?? [])].map(([field, secret]) => [field, secret.reveal()]));
}
