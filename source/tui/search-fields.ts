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

type Told = {readonly help: string};

const fields: Readonly<Record<string, Field & Told>> = {
  price: number(
    'Close in US dollars; of a blocked symbol the one it was blocked for',
    (row) => row.lastClose,
    lastCloseOf,
  ),
  cap: number('Market capitalization in US dollars', (row) => row.marketCap),
  volume: number('Shares traded', (row) => row.volume),
  floor: number(
    'Price floor that a symbol was blocked under',
    () => undefined,
    (entry) => (entry.origin === 'manual' ? undefined : entry.floor),
  ),
  symbol: text(
    'Symbol',
    (row) => row.symbol,
    (entry) => entry.symbol,
  ),
  name: text('Name of the company or fund', (row) => row.name),
  exch: group('Exchange', (row) => row.exchange),
  type: group('Instrument, such as common or etf', (row) => row.instrument),
  sector: group('Sector', (row) => row.sector),
  industry: group('Industry', (row) => row.industry),
  country: group('Country', (row) => row.country),
  by: group(
    'Provider of the price, or who blocked it',
    (row) => row.priceSource,
    (entry) => (entry.origin === 'manual' ? `user:${entry.actor}` : entry.provider),
  ),
  user: group(
    'Person who blocked it',
    () => undefined,
    (entry) => (entry.origin === 'manual' ? entry.actor : undefined),
  ),
  reason: {kind: 'reason', help: 'Why it is blocked or out'},
  session: date(
    'Session of the price',
    (row) => row.priceSession,
    (entry) => (entry.origin === 'manual' ? undefined : entry.session),
  ),
  since: date(
    'Day from which it is blocked',
    () => undefined,
    (entry) => entry.at,
  ),
  expires: date(
    'Day on which its block ends',
    () => undefined,
    (entry) => (entry.origin === 'manual' ? entry.expires : undefined),
  ),
  is: {
    kind: 'traits',
    help: 'Trait or instrument',
    of: (row) => ('origin' in row ? traitsOfEntry(row) : traitsOfListing(row)),
  },
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

/** How each kind of fact is compared; `!=` is the same as a `!` before the filter. */
export const operators = {
  number: ['<', '<=', '>', '>=', '=', ':'],
  date: ['<', '<=', '>', '>=', '=', ':'],
  text: [':', '='],
  group: [':', '='],
  traits: [':', '='],
  reason: [':', '='],
} as const satisfies Readonly<Record<Field['kind'], readonly string[]>>;
export type Operator = (typeof operators)['number'][number];

/** What stands behind the sign. */
export const wanted = {
  number: 'a number such as 5, 1.5k, 300m or 2b',
  date: 'a date such as 2026-03-02 or 2026-03',
  text: 'a part of the text',
  group: 'a part of the text',
  traits: 'one of the traits, or its beginning',
  reason: 'a part of the text',
} as const satisfies Readonly<Record<Field['kind'], string>>;

/** Kinds of which `unknown` finds the rows without the fact. */
export function canBeUnknown(kind: Field['kind']): boolean {
  return kind !== 'traits' && kind !== 'reason';
}

/** Every field with its other names, for the manual. */
export const searchFields = Object.entries(fields).map(([name, {kind, help}]) => ({
  name,
  kind,
  help,
  also: Object.entries(synonyms).flatMap(([other, own]) => (own === name ? [other] : [])),
}));

export function fieldOf(name: string): Field | undefined {
  const own = synonyms[name] ?? name;
  // Not by plain lookup: a word such as `constructor` is no field.
  return Object.hasOwn(fields, own) ? fields[own] : undefined;
}

type OfListing<T> = (row: EnrichedSymbol) => T | undefined;
type OfEntry<T> = (entry: BlocklistEntry) => T | undefined;

function number(help: string, listing: OfListing<number>, entry: OfEntry<number> = () => undefined): Field & Told {
  return {kind: 'number', help, of: either(listing, entry)};
}

function text(help: string, listing: OfListing<string>, entry: OfEntry<string> = () => undefined): Field & Told {
  return {kind: 'text', help, of: either(listing, entry)};
}

function group(help: string, listing: OfListing<string>, entry: OfEntry<string> = () => undefined): Field & Told {
  return {kind: 'group', help, of: either(listing, entry)};
}

function date(help: string, listing: OfListing<string>, entry: OfEntry<string>): Field & Told {
  return {kind: 'date', help, of: either(listing, entry)};
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
