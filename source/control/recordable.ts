import type {Provider} from '../provider/contract.ts';
import {fieldsOf} from './credential-fields.ts';
import type {House} from './local-control.ts';

export type Recordable = {
  readonly provider: string | undefined;
  readonly fields: readonly string[] | undefined;
};

/** What is a provider and what are its fields: words in their place may be the value itself, and are not for the record. */
export async function recordable(
  {reading, safe}: Pick<House, 'reading' | 'safe'>,
  id: string,
  names?: readonly string[],
): Promise<Recordable> {
  const provider: Pick<Provider, 'id' | 'credentials'> | undefined = (await reading.providers()).get(id);
  const known = provider ? fieldsOf(provider).map(({field}) => field) : [];
  // A provider of earlier days has no file any more, and may have values all the same.
  const isHeld = Object.hasOwn((await safe.standing.peek()).providers, id);
  return {provider: provider || isHeld ? id : undefined, fields: names?.filter((name) => known.includes(name))};
}

/** Those among the words that are providers. */
export async function recordableProviders(
  house: Pick<House, 'reading' | 'safe'>,
  ids: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  if (ids === undefined) return undefined;
  const known = await Promise.all(ids.map(async (id) => (await recordable(house, id)).provider));
  return known.filter((id) => id !== undefined);
}
