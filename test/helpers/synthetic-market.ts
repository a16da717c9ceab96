import type {Asking, Connection} from '../../source/provider/connection.ts';
import type {Listing, Metadata, Price} from '../../source/provider/contract.ts';
import type {Exchange} from '../../source/universe/symbol.ts';

export type SyntheticStart = {
  readonly symbols: number;
  /** Symbols a call; `Infinity` for a bulk answer. 250 unless said. */
  readonly priceBatch?: number;
  readonly metadataBatch?: number;
  /** Whether prices already carry the metadata, as a bulk screener's do. Not unless said. */
  readonly metadataWithPrices?: boolean;
  /** Moves every price and cap a little, so that two nights differ. */
  readonly night?: number;
};

export type SyntheticMarket = {
  /** Lists everything, exchanges included. */
  readonly list: Connection;
  readonly prices: Connection;
  readonly metadata: Connection;
  readonly connections: readonly [Connection, Connection, Connection];
  /** Requests so far by connection id: lists, price batches, metadata batches. */
  readonly calls: () => Readonly<Record<'synthetic-list' | 'synthetic-prices' | 'synthetic-metadata', number>>;
  /** What the rule says of the n-th symbol, to compare results with. */
  readonly symbolAt: (at: number) => string;
  readonly shapeAt: (at: number) => SyntheticShape;
};

export type SyntheticShape = 'ordinary' | 'below-a-dollar' | 'unknown-price' | 'blank-cap' | 'small-cap';

/**
 * Connections that answer at once from a rule, for benches of any size. Of every 50 symbols one is below a dollar, two have no
 * price anywhere, five have no cap and ten a small one; the rest pass the default criteria.
 */
export function syntheticMarket(start: SyntheticStart): SyntheticMarket {
  const counts = {'synthetic-list': 0, 'synthetic-prices': 0, 'synthetic-metadata': 0};
  const connection = (id: keyof typeof counts, parts: Partial<Connection>): Connection => ({
    id,
    title: id,
    tier: 'free',
    officialList: true,
    spent: () => counts[id],
    forget: () => undefined,
    ...parts,
  });
  const list = connection('synthetic-list', {
    listSymbols: async () => {
      counts['synthetic-list']++;
      return Array.from({length: start.symbols}, (_, at) => listingAt(at));
    },
  });
  const prices = connection('synthetic-prices', {
    prices: asking(
      start.priceBatch ?? 250,
      (symbol, session) => priceOf(symbol, session, start),
      () => {
        counts['synthetic-prices']++;
      },
    ),
  });
  const metadata = connection('synthetic-metadata', {
    metadata: asking(
      start.metadataBatch ?? 250,
      (symbol) => metadataOf(symbol, start),
      () => {
        counts['synthetic-metadata']++;
      },
    ),
  });
  return {
    list,
    prices,
    metadata,
    connections: [list, prices, metadata],
    calls: () => ({...counts}),
    symbolAt,
    shapeAt,
  };
}

/** Four letters, so that no fifth one makes it a warrant: AAAA, AAAB, …, 456,976 of them. */
export function symbolAt(at: number): string {
  return [17_576, 676, 26, 1].map((weight) => String.fromCharCode(65 + (Math.floor(at / weight) % 26))).join('');
}

export function shapeAt(at: number): SyntheticShape {
  const place = at % 50;
  if (place === 7) return 'below-a-dollar';
  if (place === 13 || place === 29) return 'unknown-price';
  if (place % 10 === 4) return 'blank-cap';
  return place % 5 === 1 ? 'small-cap' : 'ordinary';
}

function placeOf(symbol: string): number {
  return [...symbol].reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 65, 0);
}

const exchanges: readonly Exchange[] = ['NYSE', 'NASDAQ', 'ARCA'];

function listingAt(at: number): Listing {
  const symbol = symbolAt(at);
  const exchange = exchanges[at % 3] ?? 'NYSE';
  return {symbol, exchange, name: `Synthetic ${at} Inc. Common Stock`, etf: false, testIssue: false};
}

type Answering<T> = (symbol: string, session: string) => T | undefined;

function asking<T>(batchSize: number, answer: Answering<T>, count: () => void): Asking<T> {
  return {
    batchSize,
    fetch: async (symbols, situation) => {
      count();
      const known = new Map<string, T>();
      for (const symbol of symbols) {
        const said = answer(symbol, situation.session);
        if (said !== undefined) known.set(symbol, said);
      }
      return known;
    },
  };
}

function priceOf(symbol: string, session: string, start: SyntheticStart): Price | undefined {
  const at = placeOf(symbol);
  const shape = shapeAt(at);
  if (shape === 'unknown-price') return undefined;
  const step = 1 + ((at + 7 * (start.night ?? 0)) % 11) / 1000;
  const dollars = shape === 'below-a-dollar' ? 0.2 + (at % 70) / 100 : 2 + (at % 400);
  const metadata = start.metadataWithPrices ? {metadata: metadataOf(symbol, start)} : {};
  return {lastClose: Number((dollars * step).toFixed(4)), session, ...metadata};
}

function metadataOf(symbol: string, start: SyntheticStart): Metadata {
  const at = placeOf(symbol);
  const shape = shapeAt(at);
  const cap = (shape === 'small-cap' ? 40e6 : 400e6) + (at % 1000) * 100_000 + (start.night ?? 0) * 1000;
  return {
    ...(shape === 'blank-cap' ? {} : {marketCap: cap}),
    sector: 'Technology',
    industry: 'Computer Manufacturing',
    country: 'United States',
    volume: 1000 + (at % 100_000),
  };
}
