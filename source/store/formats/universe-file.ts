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
    yield `${before}${JSON.stringify(row, columns)}`;
    before = ',\n';
  }
  yield before === ',\n' ? '\n]\n}\n' : '"symbols": []\n}\n';
}

/** Refuses what is damaged, what has placeholders, and what a newer version wrote. */
export function decodeUniverse(text: string): UniverseFile {
  const root = Root.safeParse(parsed(text));
  if (!root.success) throw corrupt(root.error);
  const {symbols, ...head} = root.data;
  if (head.format === undefined || head.format === 1) {
    return {format: 1, ...liftOriginal(head.build_timestamp_utc, symbols)};
  }
  if (head.format > UNIVERSE_FORMAT) throw newerVersion('universe file', head.format);
  const heading = Heading.safeParse(head);
  if (!heading.success) throw corrupt(heading.error);
  const rows: EnrichedSymbol[] = [];
  const seen = new Set<string>();
  for (const [index, symbol] of symbols.entries()) {
    const row = EnrichedSymbol.safeParse(symbol);
    if (!row.success) throw corrupt(row.error, `symbols.${index}`);
    if (seen.has(row.data.symbol))
      throw new Failure('file.corrupt', `The universe file holds ${row.data.symbol} twice.`);
    seen.add(row.data.symbol);
    rows.push(row.data);
  }
  return {format: 2, heading: heading.data, symbols: rows};
}

const Root = z.looseObject({
  schema_version: z.literal(SCHEMA_VERSION),
  format: z.number().int().positive().optional(),
  build_timestamp_utc: z.string(),
  symbols: z.array(z.unknown()),
});

/** `JSON.stringify` takes the order of the keys from its list. */
const columns: string[] = [...universeColumns];

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
