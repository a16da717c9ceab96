import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {writeDurably} from '../../source/store/file.ts';
import {encodeUniverse} from '../../source/store/formats/universe-file.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {symbolAt} from '../helpers/synthetic-market.ts';

/** What the requirements' original does: both files written anew for every symbol. `rewrite-child SYMBOLS ROOT`. */
const [symbols = '1000', root = ''] = process.argv.slice(2);
mkdirSync(root, {recursive: true});
const rows: EnrichedSymbol[] = [];
const begun = performance.now();
for (let at = 0; at < Number(symbols); at += 1) {
  rows.push(rowAt(at));
  for (const status of ['unfiltered', 'partial'] as const)
    await writeDurably(join(root, `${status}.json`), encodeUniverse(headingOf(status), rows));
}
const ms = performance.now() - begun;
const written = Number(/^wchar:\s+(\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
console.log(JSON.stringify({ms, writtenBytes: written}));

function headingOf(status: 'unfiltered' | 'partial') {
  return {
    build_id: 'rewrite',
    build_timestamp_utc: '2026-03-03T03:00:00.000Z',
    session: '2026-03-02',
    tradable_session: '2026-03-03',
    status,
    criteria: {
      exchanges: ['NYSE' as const],
      instruments: 'any' as const,
      minPrice: 1,
      maxPrice: 10_000,
      minMarketCap: 300e6,
      requireTradable: false,
    },
    counts: {},
  };
}

function rowAt(at: number): EnrichedSymbol {
  return {
    symbol: symbolAt(at),
    exchange: 'NYSE',
    name: `Synthetic ${at} Inc. Common Stock`,
    instrument: 'common',
    listedBy: ['synthetic-list'],
    lastClose: 20,
    priceSource: 'synthetic-prices',
    priceSession: '2026-03-02',
    marketCap: 2e9,
    sector: 'Technology',
    industry: 'Software',
    country: 'United States',
    volume: 1_000_000,
    metadataSource: 'synthetic-metadata',
    fetchedAt: '2026-03-03T03:00:00.000Z',
  };
}
