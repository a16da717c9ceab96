import {clean} from '../universe/foreign-text.ts';
import type {Listing, Metadata, Price} from './contract.ts';
import type {Redact} from './redact.ts';

/** Foreign text is cleaned here, once, so that no provider can forget it. A text that cleans to nothing is unknown. */
export type Cleaner = {
  readonly listings: (listings: readonly Listing[]) => readonly Listing[];
  readonly prices: (prices: ReadonlyMap<string, Price>) => ReadonlyMap<string, Price>;
  readonly metadata: (facts: ReadonlyMap<string, Metadata>) => ReadonlyMap<string, Metadata>;
};

/**
 * An answer may echo what was sent along with the request. A text that holds a secret of ours is no company's name: it is unknown
 * too, and so is a whole row whose symbol does. All of an answer is looked at in one go, for secrets are many and rows are more.
 */
export function cleanerOf(redact: Redact, say: (owners: readonly string[]) => void): Cleaner {
  const kept = <T>(rows: readonly T[], without: (row: T, redacted: T) => readonly T[]): readonly T[] => {
    const {value, exposed} = redact(rows);
    if (exposed.length === 0) return rows;
    say(exposed);
    return rows.flatMap((row, at) => without(row, value[at] ?? row));
  };
  const facts = <T>(found: ReadonlyMap<string, T>, wash: (fact: T) => T, without: (fact: T, redacted: T) => T) =>
    new Map(
      kept(
        [...found].map(([symbol, fact]) => [symbol, wash(fact)] as const),
        ([symbol, fact], redacted) => (symbol === redacted[0] ? [[symbol, without(fact, redacted[1])]] : []),
      ),
    );
  return {
    listings: (listings) =>
      kept(
        listings.map((listing) => cleanListing(listing, redact)),
        (row, redacted) => (row.symbol === redacted.symbol ? [unchanged(row, redacted)] : []),
      ),
    prices: (prices) =>
      facts(
        prices,
        (price) => cleanPrice(price, redact),
        (price, redacted) =>
          price.metadata && redacted.metadata
            ? {...price, metadata: unchanged(price.metadata, redacted.metadata)}
            : price,
      ),
    metadata: (found) => facts(found, (one) => cleanMetadata(one, redact), unchanged),
  };
}

const texts = ['name', 'sector', 'industry', 'country'] as const;
type Texts = {readonly [key in (typeof texts)[number]]?: string};

function unchanged<T extends Texts>(row: T, redacted: T): T {
  const left = {...row};
  for (const key of texts) if (row[key] !== redacted[key]) delete left[key];
  return left;
}

function cleanListing(listing: Listing, redact: Redact): Listing {
  const {name, ...rest} = listing;
  return {...rest, symbol: clean(listing.symbol), ...word('name', name, redact)};
}

function cleanMetadata(metadata: Metadata, redact: Redact): Metadata {
  const {name, sector, industry, country, ...numbers} = metadata;
  return {
    ...numbers,
    ...word('name', name, redact),
    ...word('sector', sector, redact),
    ...word('industry', industry, redact),
    ...word('country', country, redact),
  };
}

function cleanPrice(price: Price, redact: Redact): Price {
  return price.metadata === undefined ? price : {...price, metadata: cleanMetadata(price.metadata, redact)};
}

/** Longer than any real name; a page pasted into one would otherwise fill the files. */
const longest = 300;

function word<K extends string>(key: K, text: string | undefined, redact: Redact): {readonly [key in K]?: string} {
  const cleaned = text === undefined ? '' : clean(text);
  // Cut in the midst of a secret, its first half would no longer be known for what it is: whole, it goes as a whole.
  const isCut = cleaned.length > longest && redact(cleaned).exposed.length === 0;
  const short = isCut ? cleaned.slice(0, longest) : cleaned;
  // The computed key is K itself; TypeScript widens it to string.
  return short === '' ? {} : ({[key]: short} as {readonly [key in K]?: string});
}
