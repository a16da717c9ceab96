import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {z} from 'zod';
import type {Clock} from '../../source/clock.ts';
import {stateRows} from '../../source/store/formats/build-state.ts';
import type {Heading} from '../../source/store/formats/universe-file.ts';
import {Rows, type RowsOptions} from '../../source/store/rows.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {manualClock} from '../helpers/manual-clock.ts';

export async function tempFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  return folder;
}

export const Item = z.object({symbol: z.string(), value: z.number()});
export type Item = z.infer<typeof Item>;

export function itemOptions(folder: string, more: Partial<RowsOptions<Item>> = {}): RowsOptions<Item> {
  return {
    path: join(folder, 'items.rows'),
    journal: join(folder, 'items.journal'),
    key: (item) => item.symbol,
    row: Item,
    format: stateRows('items', Item),
    publish: 'seldom',
    clock: manualClock(),
    ...more,
  };
}

export const heading: Heading = {
  build_id: 'b-1',
  build_timestamp_utc: '2026-03-02T22:00:00.000Z',
  session: '2026-03-02',
  tradable_session: '2026-03-03',
  status: 'unfiltered',
  criteria: {
    exchanges: ['NYSE', 'NASDAQ', 'ARCA'],
    instruments: ['common', 'adr'],
    minPrice: 1,
    maxPrice: 10_000,
    minMarketCap: 300e6,
    requireTradable: false,
  },
  counts: {candidates: 3},
};

/** Five letters that no two numbers share. */
export function tickerOf(number: number): string {
  const letters = Array.from({length: 5}, (_, place) =>
    String.fromCharCode(65 + (Math.floor(number / 26 ** (4 - place)) % 26)),
  );
  return letters.join('');
}

export function enriched(symbol: string, more: Partial<EnrichedSymbol> = {}): EnrichedSymbol {
  return {
    symbol,
    exchange: 'NYSE',
    name: `Company ${symbol} Holdings Inc. Common Stock`,
    instrument: 'common',
    listedBy: ['nasdaqtrader', 'nasdaq'],
    lastClose: 12.34,
    priceSource: 'nasdaq',
    priceSession: '2026-03-02',
    marketCap: 1_234_567_890,
    sector: 'Technology',
    industry: 'Computer Software: Prepackaged Software',
    country: 'United States',
    volume: 123_456,
    metadataSource: 'nasdaq',
    fetchedAt: '2026-03-02T21:59:00.000Z',
    ...more,
  };
}

export const stillClock: Clock = manualClock();

/** Closed after the test, so that a test may leave its rows as a crash would. */
export async function openRows<T>(t: TestContext, options: RowsOptions<T>): Promise<Rows<T>> {
  const rows = await Rows.open(options);
  t.after(() => rows.close().catch(() => undefined));
  return rows;
}
