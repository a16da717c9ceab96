import {Failure} from '../failure.ts';
import type {Provider} from '../provider/contract.ts';
import {fieldsOf} from './credential-fields.ts';
import {policyOf} from './setting-value.ts';

type Providers = ReadonlyMap<string, Pick<Provider, 'id' | 'credentials'>>;

/** A policy of a secret that there is none of would never be kept, and nobody would notice: what `path` sets is refused by its name. */
export function expectSecrets(path: readonly string[], value: unknown, providers: Providers): void {
  if (path[0] !== 'rotation' || path[1] !== 'each') return;
  const [, , name, ofPolicy] = path;
  const named = name === undefined ? Object.keys(Object(value)) : [name];
  for (const one of named) expectSecret(one, providers);
  if (name === undefined || ofPolicy !== undefined || (typeof value === 'object' && value !== null)) return;
  throw refused(`rotation.each.${name} is a policy, and no value.`, `Its settings are ${policyOf(name).join(', ')}.`);
}

function expectSecret(name: string, providers: Providers): void {
  const [id = '', ...rest] = name.split('.');
  const provider = providers.get(id);
  const secrets = provider ? fieldsOf(provider).flatMap(({field, secret}) => (secret ? [field] : [])) : [];
  if (secrets.length === 0) {
    const keyed = [...providers.values()].flatMap((one) => (one.credentials ? [one.id] : []));
    throw refused(
      `There is no provider ${shown(id)} whose secrets could have a policy of their own.`,
      `Those with secrets: ${keyed.join(', ')}.`,
    );
  }
  if (rest.length === 0 || secrets.includes(rest.join('.'))) return;
  throw refused(
    `${id} has no secret ${shown(rest.join('.'))}.`,
    `Its secrets: ${secrets.join(', ')}. The settings of a policy: ${policyOf(id).join(', ')}.`,
  );
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 40));
}

function refused(sentence: string, hint: string): Failure {
  return new Failure('settings.field', sentence, {hint, kind: 'usage'});
}
