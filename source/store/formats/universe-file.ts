import {z} from 'zod';
import {Failure} from '../../failure.ts';
import {Criteria} from '../../universe/criteria.ts';
import {EnrichedSymbol, Session} from '../../universe/symbol.ts';
import type {RowsFormat} from '../checkpoint.ts';
import {newerVersion} from '../format.ts';
import {liftOriginal} from './original-universe.ts';

/** The existing consumers' contract; it never changes. Our own counter is `format`. */
export const SCHEMA_VERSION = '1.0.0';
export const UNIVERSE_FORMAT = 2;

export const UniverseStatus = z.enum(['unfiltered', 'partial', 'final', 'sample']);
export type UniverseStatus = z.infer<typeof UniverseStatus>;

/** What stands above the symbols. */
export const Heading = z.object({
  build_id: z.string(),
  build_timestamp_utc: z.iso.datetime(),
  session: Session,
  tradable_session: Session,
  status: UniverseStatus,
  criteria: Criteria,
  counts: z.record(z.string(), z.number().int().nonnegative()),
});
export type Heading = Readonly<z.infer<typeof Heading>>;

/** A file of the Python original has no more heading than its time. */
export type UniverseFile =
  | {readonly format: 2; readonly heading: Heading; readonly symbols: readonly EnrichedSymbol[]}
  | {
      readonly format: 1;
      readonly heading: Pick<Heading, 'build_timestamp_utc'>;
      readonly symbols: readonly EnrichedSymbol[];
    };

/** The order of the keys of a symbol, in the file and in every export. */
export const universeColumns = [
  'symbol',
  'exchange',
  'lastClose',
  'marketCap',
  'name',
  'instrument',
  'sector',
  'industry',
  'country',
  'volume',
  'fractionable',
  'tradable',
  'priceSource',
  'priceSession',
  'metadataSource',
  'fetchedAt',
  'listedBy',
  'carried',
] as const satisfies readonly (keyof EnrichedSymbol)[];

export function universeFormat(heading: () => Heading): RowsFormat<EnrichedSymbol> {
  return {
    encode: (rows) => encodeUniverse(heading(), rows),
    decode: (text) => decodeUniverse(text).symbols,
  };
}

/** One symbol a line, sorted by symbol, keys in their fixed order; absent facts are absent keys. */
export function* encodeUniverse(heading: Heading, rows: Iterable<EnrichedSymbol>): Iterable<string> {
  const {build_id, build_timestamp_utc, session, tradable_session, status, criteria, counts} = heading;
  const head = {
    schema_version: SCHEMA_VERSION,
    format: UNIVERSE_FORMAT,
    build_id,
    build_timestamp_utc,
    session,
    tradable_session,
    status,
    criteria,
    counts,
  };
  yield `{\n${Object.entries(head)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
    .join('')}`;
  let before = '"symbols": [\n';
  for (const row of sortedBySymbol(rows)) {
    yield `${before}${JSON.stringify(inOrder(row))}`;
    before = ',\n';
  }
  yield before === ',\n' ? '\n]\n}\n' : '"symbols": []\n}\n';
}

/**
 * Refuses what is damaged, what has placeholders, and what a newer version wrote. Rows `asWritten` are not looked at one by one,
 * which is most of the work: whoever says so knows that this very text was written here, and only whole rows are.
 */
export function decodeUniverse(text: string, {asWritten = false} = {}): UniverseFile {
  const {root, symbols} = opened(text);
  const head = Root.safeParse(root);
  if (!head.success) throw corrupt(head.error);
  const {format = 1, build_timestamp_utc} = head.data;
  if (format === 1) return {format, ...liftOriginal(build_timestamp_utc, symbols)};
  if (format > UNIVERSE_FORMAT) throw newerVersion('universe file', format);
  const heading = Heading.safeParse(head.data);
  if (!heading.success) throw corrupt(heading.error);
  return {format: 2, heading: heading.data, symbols: asWritten ? ([...symbols] as EnrichedSymbol[]) : rowsOf(symbols)};
}

function rowsOf(symbols: Iterable<unknown>): readonly EnrichedSymbol[] {
  const rows: EnrichedSymbol[] = [];
  const seen = new Set<string>();
  for (const symbol of symbols) {
    const row = EnrichedSymbol.safeParse(symbol);
    if (!row.success) throw corrupt(row.error, `symbols.${rows.length}`);
    if (seen.has(row.data.symbol))
      throw new Failure('file.corrupt', `The universe file holds ${row.data.symbol} twice.`);
    seen.add(row.data.symbol);
    rows.push(row.data);
  }
  return rows;
}

/** What stands before the first symbol, in the layout that is written here. */
export const SYMBOLS_OPENING = '"symbols": [\n';
/** What stands after the last one. */
export const CLOSING = '\n]\n}\n';

/** Our own layout is read a line at a time: a large market, parsed whole, would stand in memory twice. */
function opened(text: string): {root: unknown; symbols: Iterable<unknown>} {
  const at = text.indexOf(SYMBOLS_OPENING);
  if (at !== -1 && text.endsWith(CLOSING)) {
    const root = parsed(`${text.slice(0, at)}"symbols": []}`);
    return {root, symbols: symbolLines(text, at + SYMBOLS_OPENING.length, text.length - CLOSING.length)};
  }
  const root = parsed(text);
  const whole = Symbols.safeParse(root);
  return {root, symbols: whole.success ? whole.data.symbols : []};
}

function* symbolLines(text: string, from: number, to: number): Iterable<unknown> {
  for (let start = from; start < to; ) {
    const next = text.indexOf(',\n', start);
    const end = next === -1 || next > to ? to : next;
    yield parsed(text.slice(start, end));
    start = end + 2;
  }
}

const Root = z.looseObject({
  schema_version: z.literal(SCHEMA_VERSION),
  format: z.number().int().positive().optional(),
  build_timestamp_utc: z.string(),
  symbols: z.array(z.unknown()),
});
const Symbols = z.object({symbols: z.array(z.unknown())});

/** A literal, since `JSON.stringify` with a list of keys takes three times as long; keys without a value are left out. */
function inOrder(row: EnrichedSymbol): Record<(typeof universeColumns)[number], unknown> {
  return {
    symbol: row.symbol,
    exchange: row.exchange,
    lastClose: row.lastClose,
    marketCap: row.marketCap,
    name: row.name,
    instrument: row.instrument,
    sector: row.sector,
    industry: row.industry,
    country: row.country,
    volume: row.volume,
    fractionable: row.fractionable,
    tradable: row.tradable,
    priceSource: row.priceSource,
    priceSession: row.priceSession,
    metadataSource: row.metadataSource,
    fetchedAt: row.fetchedAt,
    listedBy: row.listedBy,
    carried: row.carried,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('file.corrupt', 'The universe file is not whole JSON.', {cause});
  }
}

function corrupt(error: z.ZodError, within?: string): Failure {
  const [issue] = error.issues;
  const path = [...(within ? [within] : []), ...(issue?.path ?? [])].join('.');
  return new Failure('file.corrupt', `The universe file is damaged at ${path || 'its root'}: ${issue?.message ?? ''}.`);
}

function sortedBySymbol(rows: Iterable<EnrichedSymbol>): readonly EnrichedSymbol[] {
  const all = [...rows];
  // Code units, not a locale: the same order on every machine.
  return all.sort((one, other) => (one.symbol < other.symbol ? -1 : one.symbol > other.symbol ? 1 : 0));
}
