import type {TableRow} from '../control/query.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {type EnrichedSymbol, Instrument} from '../universe/symbol.ts';

/** What a filter can ask of a row; a row of a table without the fact has it as unknown. */
export type Field =
  | {readonly kind: 'number'; readonly of: (row: TableRow) => number | undefined}
  | {readonly kind: 'date'; readonly of: (row: TableRow) => string | undefined}
  | {readonly kind: 'text'; readonly of: (row: TableRow) => string | undefined}
  /** A text of which there are few, each in many rows. */
  | {readonly kind: 'group'; readonly of: (row: TableRow) => string | undefined}
  | {readonly kind: 'traits'; readonly of: (row: TableRow) => readonly string[]}
  /** The last fact of the haystack, whatever gave it. */
  | {readonly kind: 'reason'};

const fields: Readonly<Record<string, Field>> = {
  price: number((row) => row.lastClose, lastCloseOf),
  cap: number((row) => row.marketCap),
  volume: number((row) => row.volume),
  floor: number(
    () => undefined,
    (entry) => (entry.origin === 'manual' ? undefined : entry.floor),
  ),
  symbol: text(
    (row) => row.symbol,
    (entry) => entry.symbol,
  ),
  name: text((row) => row.name),
  exch: group((row) => row.exchange),
  type: group((row) => row.instrument),
  sector: group((row) => row.sector),
  industry: group((row) => row.industry),
  country: group((row) => row.country),
  by: group(
    (row) => row.priceSource,
    (entry) => (entry.origin === 'manual' ? `user:${entry.actor}` : entry.provider),
  ),
  user: group(
    () => undefined,
    (entry) => (entry.origin === 'manual' ? entry.actor : undefined),
  ),
  reason: {kind: 'reason'},
  session: date(
    (row) => row.priceSession,
    (entry) => (entry.origin === 'manual' ? undefined : entry.session),
  ),
  since: date(
    () => undefined,
    (entry) => entry.at,
  ),
  expires: date(
    () => undefined,
    (entry) => (entry.origin === 'manual' ? entry.expires : undefined),
  ),
  is: {kind: 'traits', of: (row) => ('origin' in row ? traitsOfEntry(row) : traitsOfListing(row))},
};

/** Other words for the same, as the columns and the universe file have them. */
const synonyms: Readonly<Record<string, string>> = {
  close: 'price',
  marketcap: 'cap',
  mcap: 'cap',
  vol: 'volume',
  exchange: 'exch',
  instrument: 'type',
  provider: 'by',
  actor: 'user',
  why: 'reason',
};

/** All that `is:` can ask of a row of either kind. */
export const traits: readonly string[] = [
  'carried',
  'fractionable',
  'tradable',
  'blocked',
  'manual',
  'auto',
  'temporary',
  'again',
  ...Instrument.options,
];

export function fieldOf(name: string): Field | undefined {
  const own = synonyms[name] ?? name;
  // Not by plain lookup: a word such as `constructor` is no field.
  return Object.hasOwn(fields, own) ? fields[own] : undefined;
}

type OfListing<T> = (row: EnrichedSymbol) => T | undefined;
type OfEntry<T> = (entry: BlocklistEntry) => T | undefined;

function number(listing: OfListing<number>, entry: OfEntry<number> = () => undefined): Field {
  return {kind: 'number', of: either(listing, entry)};
}

function text(listing: OfListing<string>, entry: OfEntry<string> = () => undefined): Field {
  return {kind: 'text', of: either(listing, entry)};
}

function group(listing: OfListing<string>, entry: OfEntry<string> = () => undefined): Field {
  return {kind: 'group', of: either(listing, entry)};
}

function date(listing: OfListing<string>, entry: OfEntry<string>): Field {
  return {kind: 'date', of: either(listing, entry)};
}

function either<T>(listing: OfListing<T>, entry: OfEntry<T>): (row: TableRow) => T | undefined {
  return (row) => ('origin' in row ? entry(row) : listing(row));
}

function lastCloseOf(entry: BlocklistEntry): number | undefined {
  return entry.origin === 'manual' ? undefined : entry.lastClose;
}

function traitsOfListing({instrument, carried, fractionable, tradable}: EnrichedSymbol): readonly string[] {
  return [
    instrument,
    ...(carried ? ['carried'] : []),
    ...(fractionable ? ['fractionable'] : []),
    ...(tradable ? ['tradable'] : []),
  ];
}

function traitsOfEntry(entry: BlocklistEntry): readonly string[] {
  if (entry.origin === 'manual') return ['blocked', 'manual', ...(entry.expires ? ['temporary'] : [])];
  return ['blocked', 'auto', ...(entry.afterUnblock ? ['again'] : [])];
}
