import {Failure, sentenceOf} from '../failure.ts';
import type {Provider} from '../provider/contract.ts';
import {ownMark} from '../store/process-mark.ts';
import type {RotationTrial} from '../vault/rotation.ts';
import {needsRotation} from '../vault/rotation.ts';
import type {Standing} from '../vault/standing.ts';
import {type Acted, audited} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {fieldsOf, isSecret, keptNames, namesOf} from './credential-fields.ts';
import {rotationRows} from './credential-state.ts';
import {hookValues} from './hook-values.ts';
import {keyedProvider, openSecrets} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {expectForm, type Keeping} from './perform-credentials.ts';
import {recordable} from './recordable.ts';
import {redactedWords} from './redacted.ts';
import {replace} from './replace-credentials.ts';
import type {Values} from './safe.ts';

type Rotated = {readonly provider: string; readonly rotated: boolean; readonly sentence: string};

/** Has the person's own program make new values for what is due, asks the provider about each, and keeps those. */
export async function runRotation(
  house: House,
  {due, providers: named}: Extract<Command, {name: 'rotation.run'}>,
  actor: Actor,
): Promise<Result> {
  const {hook} = (await house.reading.settings()).rotation;
  if (hook.length === 0) {
    throw new Failure('rotation.no-hook', 'No program is set that could make new values.', {
      hint: 'Set it with: universe settings set rotation.hook /path/to/program; or rotate by hand: universe credentials rotate ID',
      kind: 'usage',
    });
  }
  const ids = due ? [...new Set([...(await dueProviders(house)), ...named])] : named;
  // All of them before the first: a slip must not leave the word of a new key untold.
  const providers: Provider[] = [];
  for (const id of ids) providers.push(await namedProvider(house, id, actor));
  const rows: Rotated[] = [];
  for (const provider of providers) rows.push(await rotateOne(house, provider, {hook, actor}));
  const failed = rows.filter(({rotated}) => !rotated);
  return {
    kind: failed.length === 0 ? 'done' : 'credentials',
    sentence: rows.length === 0 ? 'Nothing is due.' : rows.map(({sentence}) => sentence).join(' · '),
    data: {providers: rows},
  };
}

/** What is refused was tried all the same, and is on record. */
async function namedProvider(house: House, id: string, actor: Actor): Promise<Provider> {
  try {
    return await keyedProvider(house, id);
  } catch (thrown) {
    const {provider} = await recordable(house, id);
    await audited(house.safe, {act: {action: 'rotate', provider}, actor}, () => Promise.reject(thrown));
    throw thrown;
  }
}

async function dueProviders({reading, safe, works}: House): Promise<readonly string[]> {
  const {rotation} = await reading.settings();
  const providers = await reading.providers();
  const rows = rotationRows(providers, await safe.standing.peek(), {rotation, now: works.clock.now()});
  return rows
    .filter((row) => needsRotation(row) && providers.get(row.provider)?.credentials)
    .map(({provider}) => provider);
}

type Rotating = {readonly hook: readonly string[]; readonly actor: Actor};

async function rotateOne(house: House, provider: Provider, {hook, actor}: Rotating): Promise<Rotated> {
  const {safe} = house;
  const {id, title} = provider;
  try {
    // On record before the program runs: once the provider has made a new value, it must be possible to keep it.
    const {sentence} = await audited(safe, {act: {action: 'rotate', provider: id}, actor}, async (announce) => {
      await setTrial(house, id, {state: 'rotating', at: house.works.clock.now().toISOString(), by: await ownMark()});
      return renewed(house, provider, {hook, actor, announce});
    });
    return {provider: id, rotated: true, sentence};
  } catch (thrown) {
    const because = redactedWords(house, sentenceOf(thrown), `rotation of ${id}`);
    const {providers} = await setTrial(house, id, {
      state: 'failed',
      at: house.works.clock.now().toISOString(),
      because,
    });
    const secrets = fieldsOf(provider).filter(({secret}) => secret);
    const field = keptNames(secrets, providers[id] ?? {}) || namesOf(secrets);
    house.works.stream.emit({type: 'credential.unusable', provider: id, because: 'rotation', field, sentence: because});
    return {provider: id, rotated: false, sentence: `${title} was not rotated: ${because}`};
  }
}

async function renewed(
  house: House,
  provider: Provider,
  {hook, actor, announce}: Rotating & Pick<Keeping, 'announce'>,
): Promise<Acted> {
  const {id} = provider;
  // Looked at before the program runs: a new value that nothing could take in would be lost, and the earlier one void.
  const held = (await openSecrets(house))?.credentials;
  const fields = [...(held?.providers.get(id)?.keys() ?? [])];
  const values = await freshValues(house, provider, {hook, held: fields});
  return replace(house, {provider, command: {values}, actor, announce});
}

async function freshValues(
  {safe}: House,
  provider: Provider,
  {hook, held}: {readonly hook: readonly string[]; readonly held: readonly string[]},
): Promise<Values> {
  const {id} = provider;
  const fields = fieldsOf(provider).flatMap(({field, secret}) => (secret && held.includes(field) ? [field] : []));
  if (fields.length === 0) {
    throw new Failure('credentials.absent', `No secret of ${id} is kept here to be rotated.`, {
      hint: `Set it with: universe credentials set ${id}`,
      kind: 'usage',
    });
  }
  const values = hookValues(await safe.runHook(hook, {provider: id, fields}), fields);
  safe.redactor.learn(
    id,
    Object.entries(values).flatMap(([field, value]) => (isSecret(provider, field) ? [value] : [])),
  );
  expectForm(provider, {values});
  return values;
}

function setTrial({safe}: House, id: string, trial: RotationTrial): Promise<Standing> {
  return safe.standing.update((now) => ({...now, trials: {...now.trials, [id]: trial}}));
}
