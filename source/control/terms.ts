import type {Terms} from '../engine/terms.ts';
import {Failure} from '../failure.ts';
import {hasDearPrices, type Provider} from '../provider/contract.ts';
import {requireProvider} from '../provider/load.ts';
import type {Settings} from '../settings.ts';
import type {Criteria} from '../universe/criteria.ts';

/** What the settings mean for a build. Throws a Failure that names a provider which is unknown, retired, or too dear for prices. */
export function termsOf(
  settings: Settings,
  {sample, providers}: {sample: boolean; providers: ReadonlyMap<string, Provider>},
): Terms {
  const order = sample ? sampleOrder : orderOf(settings, providers);
  return {
    criteria: criteriaOf(settings),
    minUniverse: settings.minUniverse,
    graceNights: settings.graceNights,
    gates: settings.gates,
    crossCheck: {
      sources: crossCheckSources(settings, providers, sample),
      maxDivergence: settings.crossCheck.maxDivergence,
    },
    recovery: settings.recovery,
    order,
    listSettings: Object.fromEntries(order.symbols.map((id) => [id, settings.providers[id] ?? {}])),
    maxSpendRatio: settings.halt.maxSpendRatio,
    sample,
  };
}

export function criteriaOf(settings: Settings): Criteria {
  const {exchanges, instruments, minPrice, maxPrice, minMarketCap, maxMarketCap, fractionalAbove, requireTradable} =
    settings;
  return {
    exchanges,
    instruments,
    minPrice,
    maxPrice,
    minMarketCap,
    ...(maxMarketCap === undefined ? {} : {maxMarketCap}),
    ...(fractionalAbove === undefined ? {} : {fractionalAbove}),
    requireTradable,
  };
}

/** Named wrongly, a second source would never be asked, and nothing would ever be held. */
function crossCheckSources(
  {crossCheck, providers: each}: Settings,
  providers: ReadonlyMap<string, Provider>,
  sample: boolean,
): readonly string[] {
  if (sample) return [];
  for (const id of crossCheck.sources) requireProvider(providers, id);
  return crossCheck.enabled ? crossCheck.sources.filter((id) => each[id]?.enabled !== false) : [];
}

const sampleOrder: Terms['order'] = {symbols: ['sample'], prices: ['sample'], metadata: ['sample'], fractional: []};

function orderOf(
  {priority, providers: each, allowPaidPrices}: Settings,
  providers: ReadonlyMap<string, Provider>,
): Terms['order'] {
  const enabled = (ids: readonly string[]): readonly string[] => {
    for (const id of ids) requireProvider(providers, id);
    return ids.filter((id) => each[id]?.enabled !== false && providers.get(id)?.tier !== 'sample');
  };
  const prices = enabled(priority.prices);
  const dear = prices.find((id) => hasDearPrices(requireProvider(providers, id)));
  if (dear !== undefined && !allowPaidPrices) {
    throw new Failure(
      'settings.paid-prices',
      `Setting priority.prices names ${dear}, whose quota is too small or too dear to price every symbol.`,
      {
        hint: 'Take it out, or allow it with: universe settings set allowPaidPrices true',
        kind: 'usage',
      },
    );
  }
  return {
    symbols: enabled(priority.symbols),
    prices,
    metadata: enabled(priority.metadata),
    fractional: enabled(priority.fractional),
  };
}

/** Every provider that a run would ask: of the order that the settings of this moment give, the cross-check included. */
export function usedIds(works: {readonly terms: () => Terms}): readonly string[] {
  const {order, crossCheck} = works.terms();
  return [...new Set([...Object.values(order).flat(), ...crossCheck.sources])];
}
