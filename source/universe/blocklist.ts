import {z} from 'zod';
import {price} from './money.ts';
import {Session, Ticker} from './symbol.ts';

/**
 * Blocked because a close below the floor was observed. `at` is when it was first blocked; close and session are the latest observation.
 * Without a session it is of an older program, which may not have said the close either: the next build asks for one.
 */
const PriceFloorEntry = z.object({
  symbol: Ticker,
  at: z.iso.datetime(),
  origin: z.literal('price-floor'),
  provider: z.string(),
  /** US dollars. */
  lastClose: z.number().positive().optional(),
  /** The floor then in force, US dollars. */
  floor: z.number().positive().optional(),
  session: Session.optional(),
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

/** Whether a temporary block is over. */
export function isExpired(entry: BlocklistEntry, now: Date): boolean {
  return entry.origin === 'manual' && entry.expires !== undefined && Date.parse(entry.expires) <= now.getTime();
}

/** When a block ends by itself, such as `2026-12-31 23:59 UTC`; undefined where it has no end. */
export function endOf(entry: BlocklistEntry): string | undefined {
  if (entry.origin !== 'manual' || entry.expires === undefined) return undefined;
  return `${new Date(entry.expires).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The reason as the blocklist file and every screen write it. */
export function reasonText(entry: BlocklistEntry): string {
  if (entry.origin === 'manual') return entry.justification;
  if (entry.lastClose === undefined || entry.floor === undefined) return 'below price floor';
  const numbers = `below price floor: ${price(entry.lastClose)} < ${price(entry.floor)}`;
  return entry.session === undefined ? numbers : `${numbers} (session ${entry.session})`;
}

type Observed = Pick<PriceFloorEntry, 'lastClose' | 'floor' | 'session'>;

/** What `reasonText` wrote of an automatic entry, read back without loss; undefined when it is no such text. */
export function readReasonText(text: string): Observed | undefined {
  if (text === 'below price floor') return {};
  const read = /^below price floor: (\d[\d.]*) < (\d[\d.]*)(?: \(session (\d{4}-\d{2}-\d{2})\))?$/.exec(text);
  return read ? observed(read) : undefined;
}

/** What older programs wrote of their own accord, of which the close and the floor are taken where they stand there; undefined for other words. */
export function readOlderReason(text: string): Observed | undefined {
  if (!/^below (the )?(price )?floor\b/i.test(text)) return undefined;
  const read = /: \$?(\d[\d.]*) < \$?(\d[\d.]*)$/.exec(text);
  return readReasonText(text) ?? (read && observed(read)) ?? {};
}

function observed([, close, limit, session]: RegExpExecArray): Observed | undefined {
  const [lastClose, floor] = [Number(close), Number(limit)];
  return lastClose > 0 && floor > 0 ? {lastClose, floor, ...(session === undefined ? {} : {session})} : undefined;
}

/** When recovery looks at the rest: settings `recovery.*`, the floor now in force, the session asked for. */
export type RecoveryTerms = {
  readonly floor: number;
  readonly session: Session;
  /** Share of the floor from which a symbol is asked every night. */
  readonly nightlyFrom: number;
  readonly restEveryDays: number;
};

/** Whether recovery asks for a price of this entry tonight; a person's entry never. */
export function isDue(entry: BlocklistEntry, terms: RecoveryTerms): boolean {
  if (entry.origin === 'manual') return false;
  if (entry.session === undefined || entry.lastClose === undefined || entry.lastClose >= terms.floor) return true;
  const age = (Date.parse(terms.session) - Date.parse(entry.session)) / 86_400_000;
  return age >= (entry.lastClose >= terms.nightlyFrom * terms.floor ? 1 : terms.restEveryDays);
}

/** Automatic entries that a floor which was lowered since lets pass: only a price of the next build takes them off. */
export function passing(entries: Iterable<BlocklistEntry>, floor: number): number {
  return [...entries].filter((entry) => entry.origin === 'price-floor' && (entry.lastClose ?? 0) >= floor).length;
}

/** What becomes of those. Undefined where there are none. */
export function passingWords(count: number, floor: number): string | undefined {
  if (count === 0) return undefined;
  const those = count === 1 ? 'One blocked symbol passes' : `${count.toLocaleString('en-US')} blocked symbols pass`;
  return `${those} the floor of ${floor} now, and ${count === 1 ? 'comes' : 'come'} back with the next build, which asks for a price.`;
}

/** Whether a close is so far from the last one, up or down, that a split is likelier than a market move. */
export function isSuspect(earlierClose: number, close: number, jump: number): boolean {
  return close >= earlierClose * jump || earlierClose >= close * jump;
}
