import {z} from 'zod';
import {Session, Ticker} from './symbol.ts';

/** Blocked because a close below the floor was observed. `at` is when it was first blocked; close and session are the latest observation. */
const PriceFloorEntry = z.object({
  symbol: Ticker,
  at: z.iso.datetime(),
  origin: z.literal('price-floor'),
  provider: z.string(),
  /** US dollars. */
  lastClose: z.number().positive(),
  /** The floor then in force, US dollars. */
  floor: z.number().positive(),
  session: Session,
  /** Set when it came back after a person had unblocked it: when and by whom. */
  afterUnblock: z.object({at: z.iso.datetime(), actor: z.string()}).optional(),
});

/** Blocked by a person, until a person or `expires` ends it. */
const ManualEntry = z.object({
  symbol: Ticker,
  at: z.iso.datetime(),
  origin: z.literal('manual'),
  actor: z.string(),
  justification: z.string(),
  expires: z.iso.datetime().optional(),
});

export const BlocklistEntry = z.discriminatedUnion('origin', [PriceFloorEntry, ManualEntry]);
export type BlocklistEntry = Readonly<z.infer<typeof BlocklistEntry>>;
export type PriceFloorEntry = Extract<BlocklistEntry, {origin: 'price-floor'}>;
export type ManualEntry = Extract<BlocklistEntry, {origin: 'manual'}>;
