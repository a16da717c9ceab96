import {Failure} from '../failure.ts';
import {type Credentials, noCredentials} from '../vault/credential-file.ts';
import {isDamage} from '../vault/damaged-secrets.ts';
import {diffOf, namesChanged, namesOf} from '../vault/edit-credentials.ts';
import {Secret} from '../vault/secret.ts';
import type {Standing} from '../vault/standing.ts';
import {audited} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {counted} from './counted.ts';
import {changeSecrets, openSecrets, valuesOf} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {say} from './perform-credentials.ts';
import {recordable} from './recordable.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

/** The values of one provider, for the eyes of who asked. */
export async function revealCredentials(
  house: House,
  {provider}: Of<'credentials.reveal'>,
  actor: Actor,
): Promise<Result> {
  const known = (await recordable(house, provider)).provider;
  return audited(house.safe, {act: {action: 'reveal', provider: known}, actor}, async () => {
    const stored = await openSecrets(house);
    const values = stored ? valuesOf(stored.credentials, provider) : {};
    const fields = Object.keys(values);
    if (fields.length === 0)
      throw new Failure('credentials.absent', `No credentials of ${provider} are kept here.`, {kind: 'usage'});
    return {
      result: {kind: 'done', sentence: `${counted(fields.length, 'value')} of ${provider}.`, data: {provider, values}},
      fields,
    };
  });
}

/** Opens the secrets and notes which fields are there: after somebody else has changed the file. */
export function readCredentials(house: House, actor: Actor): Promise<Result> {
  return audited(house.safe, {act: {action: 'read'}, actor}, async () => {
    const stored = await openSecrets(house);
    const count = stored?.credentials.providers.size ?? 0;
    return {
      result: {
        kind: 'done',
        sentence: `${counted(count, 'provider')} ${count === 1 ? 'has' : 'have'} credentials here.`,
        data: {providers: count},
      },
      fields: namesOf(stored?.credentials),
    };
  });
}

/** What a backup has and the present version lacks, and the other way round: names, never values. */
export function diffCredentials(house: House, {backup}: Of<'credentials.diff'>, actor: Actor): Promise<Result> {
  const {safe} = house;
  return audited(safe, {act: {action: 'diff'}, actor}, async () => {
    const {credentials, unread} = await presentOrDamage(house);
    const {added, removed, changed} = diffOf(await safe.vault.readBackup(backup), credentials);
    const count = added.length + removed.length + changed.length;
    const differs =
      count === 0
        ? `Nothing differs from ${backup}.`
        : `${counted(count, 'field')} ${count === 1 ? 'differs' : 'differ'} from ${backup}.`;
    return {
      result: {
        kind: 'done',
        sentence: unread === undefined ? differs : `${unread} ${backup} holds ${counted(count, 'field')}.`,
        data: {backup, added, removed, changed, ...(unread === undefined ? {} : {unread})},
      },
      fields: [...added, ...removed, ...changed].sort(),
      detail: backup,
    };
  });
}

/** A damaged present version holds nothing that could be compared; a restore puts it aside. */
async function presentOrDamage(house: House): Promise<{readonly credentials: Credentials; readonly unread?: string}> {
  try {
    return {credentials: (await openSecrets(house))?.credentials ?? noCredentials};
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    return {credentials: noCredentials, unread: thrown.message};
  }
}

/** Puts an earlier version in the place of the present one, which becomes a backup itself, or is kept aside where it is damaged. */
export function restoreCredentials(
  house: House,
  {backup, justification}: Of<'credentials.restore'>,
  actor: Actor,
): Promise<Result> {
  const {safe} = house;
  return audited(safe, {act: {action: 'restore', justification}, actor}, async (announce, goOnAs) => {
    const earlier = await safe.vault.readBackup(backup);
    const known = await safe.standing.peek();
    const all = [...new Set([...Object.keys(known.providers), ...earlier.providers.keys()])];
    const past = {revision: Math.max(earlier.revision, known.revision)};
    let names: readonly string[] = [];
    const {credentials, sha256, aside} = await changeSecrets(house, {changed: all, announce, past}, (now) => {
      names = namesChanged(now.providers.size > 0 ? now : asKnown(known), earlier);
      goOnAs('restore', names);
      return earlier;
    });
    for (const [provider, fields] of byProvider(names)) say(house, {provider, action: 'restored', fields, actor});
    return {
      result: {
        kind: 'done',
        sentence: `Restored ${backup}: ${counted(credentials.providers.size, 'provider')}.${aside === undefined ? '' : ` The file that was there could not be read; it is kept as ${aside}.`}`,
        hint: `${aside === undefined ? 'The version before it is a backup too. ' : ''}Ask whether they are accepted with: universe credentials check`,
        data: {backup, revision: credentials.revision, ...(aside === undefined ? {} : {keptAs: aside})},
      },
      fields: names,
      revision: credentials.revision,
      sha256,
      detail: aside === undefined ? backup : `${backup}; what could not be read is kept as ${aside}`,
    };
  });
}

/** Of a file that cannot be read, what it held when it could: names, with values that no other has. */
function asKnown({providers}: Standing): Credentials {
  const gone = new Secret('');
  return {
    ...noCredentials,
    providers: new Map(
      Object.entries(providers).map(([id, ages]) => [id, new Map(Object.keys(ages).map((field) => [field, gone]))]),
    ),
  };
}

/** Fields by provider, of names such as `polygon.apiKey`. */
function byProvider(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const pairs = names.map((name) => name.split('.'));
  const grouped = Map.groupBy(pairs, ([provider = '']) => provider);
  return new Map([...grouped].map(([provider, own]) => [provider, own.map(([, field = '']) => field)]));
}
