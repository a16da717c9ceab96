import type {Heading} from '../../source/store/formats/universe-file.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {criteria, symbol} from '../universe/symbols.ts';

/** Tickers that readers of CSV and spreadsheets take for something else. */
export const words = ['NA', 'TRUE', 'CON', 'MAR', 'NAN', 'NULL', 'ON', 'PRN', 'FALSE', 'INF', 'E', 'BRK.B', 'BACpB'];

const names = [
  '=1+1',
  '+A',
  '-B',
  '@C',
  "'quoted",
  "'=x",
  'A, B "C"',
  'NaN',
  '',
  'Straße ＝ 漢字',
  '1e5',
  '2026-03-02',
];

const rows = words.map((word, at) => ({
  ...symbol({symbol: word, name: names[at % names.length] ?? '', sector: 'N/A-like', volume: at * 1000.5}),
  ...(at % 2 === 0 ? {country: 'United States', fractionable: at % 4 === 0} : {}),
})) as EnrichedSymbol[];

const heading: Heading = {
  build_id: '2026-03-02-abcdef',
  build_timestamp_utc: '2026-03-03T03:00:00.000Z',
  session: '2026-03-02',
  tradable_session: '2026-03-03',
  status: 'final',
  criteria,
  counts: {admitted: rows.length},
};

/** A universe of them, with names that start like formulas, sorted as the file is. */
export const wordTickers = {heading, rows: rows.sort((a, b) => (a.symbol < b.symbol ? -1 : 1))};
