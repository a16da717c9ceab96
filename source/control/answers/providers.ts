import type {Provider} from '../../provider/contract.ts';
import type {Settings} from '../../settings.ts';
import type {ProviderRow} from '../query.ts';
import type {Reading} from '../reading.ts';
import {quotaWindows} from './quota-windows.ts';

/** Every provider that this program knows: what it can, where it is used, what it has cost. */
export async function answerProviders(reading: Reading): Promise<readonly ProviderRow[]> {
  const settings = await reading.settings();
  const rows: ProviderRow[] = [];
  for (const provider of (await reading.providers()).values()) {
    const own = settings.providers[provider.id];
    const enabled = isEnabled(provider, settings, reading.sample);
    rows.push({
      id: provider.id,
      title: provider.title,
      tier: provider.tier,
      enabled,
      capabilities: capabilitiesOf(provider),
      passes: enabled ? passesOf(provider, settings, reading.sample) : [],
      baseUrl: own?.baseUrl ?? provider.baseUrl ?? '',
      needsCredentials: provider.credentials !== undefined,
      quotas: await quotaWindows(reading, provider),
    });
  }
  return rows;
}

/** Ids of those that some pass would ask. */
export function usedProviders(
  providers: ReadonlyMap<string, Provider>,
  settings: Settings,
  sample: boolean,
): ReadonlySet<string> {
  const used = [...providers.values()].filter(
    (provider) => isEnabled(provider, settings, sample) && passesOf(provider, settings, sample).length > 0,
  );
  return new Set(used.map(({id}) => id));
}

function isEnabled({id, tier}: Provider, settings: Settings, sample: boolean): boolean {
  return settings.providers[id]?.enabled !== false && (tier === 'sample') === sample;
}

function capabilitiesOf({listSymbols, pricesBatch, metadata, fractional}: Provider): readonly string[] {
  return Object.entries({symbols: listSymbols, prices: pricesBatch, metadata, fractional}).flatMap(([name, able]) =>
    able === undefined ? [] : [name],
  );
}

/** The passes whose order names it and for which it has the function. */
function passesOf(provider: Provider, {priority, crossCheck}: Settings, sample: boolean): readonly string[] {
  const {id, listSymbols, pricesBatch, metadata, fractional} = provider;
  const isNamed = (ids: readonly string[]): boolean => sample || ids.includes(id);
  const passes = {
    collect: listSymbols !== undefined && isNamed(priority.symbols),
    price: pricesBatch !== undefined && isNamed(priority.prices),
    enrich: metadata !== undefined && isNamed(priority.metadata),
    fractional: fractional !== undefined && !sample && priority.fractional.includes(id),
    'cross-check': pricesBatch !== undefined && crossCheck.enabled && crossCheck.sources.includes(id),
  };
  return Object.entries(passes).flatMap(([pass, isUsed]) => (isUsed ? [pass] : []));
}
