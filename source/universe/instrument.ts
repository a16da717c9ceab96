import type {Exchange, Instrument} from './symbol.ts';

export type Typed = {
  readonly symbol: string;
  readonly name?: string;
  readonly exchange?: Exchange;
  readonly etf?: boolean;
  readonly testIssue?: boolean;
  /** From a source that types its securities itself. */
  readonly typed?: Instrument;
};

/** What kind of security a listing is, from its flags, its suffix and its name together. */
export function classify(listing: Typed): Instrument {
  if (listing.testIssue) return 'test';
  if (listing.typed) return listing.typed;
  if (listing.etf) return 'etf';
  return 'common';
}
