import {
  defineProvider,
  type Listing,
  type Metadata,
  type Price,
  type ProviderContext,
} from '../source/provider/contract.ts';
import {closeOf, factsOf, isOnList, nightOf} from '../source/sample/market.ts';
import {roster} from '../source/sample/roster.ts';
import type {Security} from '../source/sample/security.ts';

/** The built-in market: no network, the same on every machine, every trap in it. Its quota is what makes a build watchable. */
export default defineProvider({
  id: 'sample',
  title: 'Sample market',
  site: 'built in',
  tier: 'sample',
  officialList: true,
  quota: [{requests: 4, per: 'second'}],
  listSymbols: async (_ask, context) => {
    const night = nightOf(context.session);
    const securities = [...(await remembered(context)).values()];
    return securities.filter((security) => isOnList(security, night)).map(listing);
  },
  pricesBatch: {
    batchSize: 250,
    fetch: async (symbols, context) => {
      const night = nightOf(context.session);
      return answers(symbols, await remembered(context), (security): Price | undefined => closeOf(security, night));
    },
  },
  metadata: {
    batchSize: 250,
    fetch: async (symbols, context) => {
      const night = nightOf(context.session);
      return answers(symbols, await remembered(context), (security): Metadata => factsOf(security, night));
    },
  },
});

/** Made once a build: it takes a tenth of a second. */
function remembered(context: ProviderContext): Promise<ReadonlyMap<string, Security>> {
  return context.memo('roster', async () => roster());
}

function listing({symbol, exchange, name, etf = false, testIssue = false}: Security): Listing {
  return {symbol, exchange, name, etf, testIssue};
}

function answers<T>(
  symbols: readonly string[],
  securities: ReadonlyMap<string, Security>,
  answer: (security: Security) => T | undefined,
): ReadonlyMap<string, T> {
  const known = new Map<string, T>();
  for (const symbol of symbols) {
    const security = securities.get(symbol);
    const said = security && answer(security);
    if (said !== undefined) known.set(symbol, said);
  }
  return known;
}
