import {z} from 'zod';

/** Listing exchanges, spelled as in the universe files; the letters of the symbol directory are in brackets in SPEC §3. */
export const Exchange = z.enum(['NYSE', 'NASDAQ', 'ARCA', 'AMEX', 'BATS', 'IEX', 'TEXAS']);
export type Exchange = z.infer<typeof Exchange>;

export const Instrument = z.enum([
  'common',
  'adr',
  'etf',
  'etn',
  'fund',
  'preferred',
  'warrant',
  'unit',
  'right',
  'note',
  'when-issued',
  'test',
  'other',
]);
export type Instrument = z.infer<typeof Instrument>;

/** A ticker as the consolidated tape spells it: `BRK.B`, `BACpB`, `ACHR.WS`. Case matters. */
export const Ticker = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9]{0,9}(?:p[A-Z]?|r)?(?:\.[A-Z0-9]{1,4}){0,2}w?$/,
    'not a ticker as the consolidated tape spells it, such as BRK.B',
  );

/** A trading day in New York, `2026-03-02`. */
export const Session = z.iso.date();
export type Session = string;

const dollars = z.number().positive().finite();

export const CandidateSymbol = z.object({
  symbol: Ticker,
  exchange: Exchange,
  name: z.string().optional(),
  instrument: Instrument,
  /** Ids of the sources that list it tonight; `sealed` stands for the last sealed universe while a source is down. */
  listedBy: z.array(z.string()).min(1),
});
export type CandidateSymbol = Readonly<z.infer<typeof CandidateSymbol>>;

export const PricedSymbol = CandidateSymbol.extend({
  /** US dollars. */
  lastClose: dollars,
  priceSource: z.string(),
  priceSession: Session,
});
export type PricedSymbol = Readonly<z.infer<typeof PricedSymbol>>;

export const EnrichedSymbol = PricedSymbol.extend({
  /** US dollars, of the issuer; absent means unknown, never small. */
  marketCap: dollars.optional(),
  sector: z.string().optional(),
  industry: z.string().optional(),
  country: z.string().optional(),
  /** Shares of the session. */
  volume: z.number().nonnegative().finite().optional(),
  fractionable: z.boolean().optional(),
  tradable: z.boolean().optional(),
  metadataSource: z.string().optional(),
  /** When its last fact arrived, UTC. */
  fetchedAt: z.iso.datetime(),
  /** Nights in a row that it stands on its last values (grace nights). */
  carried: z.number().int().positive().optional(),
});
export type EnrichedSymbol = Readonly<z.infer<typeof EnrichedSymbol>>;

/** An admitted symbol: only `judge` and the universe file's format make one. */
export const UniverseEntry = EnrichedSymbol.extend({marketCap: dollars}).brand<'UniverseEntry'>();
export type UniverseEntry = Readonly<z.infer<typeof UniverseEntry>>;
