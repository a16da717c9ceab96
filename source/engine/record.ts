import {z} from 'zod';
import {Instrument, Session} from '../universe/symbol.ts';
import {BuildEvent, GateFinding, Pass, PassReport} from './event.ts';

/** What one list source came to tonight. */
export const SourceReport = z.object({
  source: z.string(),
  /** Its absence of a symbol means the symbol is delisted. */
  official: z.boolean(),
  rows: z.number().int().nonnegative(),
  /** Rows of the last sealed build. */
  earlier: z.number().int().nonnegative().optional(),
  /** Why it failed; absent where it answered. */
  failed: z.string().optional(),
});
export type SourceReport = Readonly<z.infer<typeof SourceReport>>;

const Started = BuildEvent.options[0];

/** The build in progress, or the last one: all that resuming needs besides the rows. */
export const BuildRecord = z.object({
  buildId: z.string(),
  session: Session,
  tradableSession: Session,
  /** Hash of what makes an unfinished build resumable: session, list-source settings, provider order. */
  identity: z.string(),
  startedAt: z.iso.datetime(),
  actor: z.string(),
  trigger: Started.shape.trigger,
  /** Set once the rows of earlier builds are gone: without it nothing on the shelf may be believed. */
  begun: z.boolean().optional(),
  /** Present once the candidates are on disk. */
  sources: z.array(SourceReport).optional(),
  /** Calls so far, by `pass provider`, over all its runs; after a kill those of the batch that was in flight are missing. */
  asked: z.record(z.string(), z.number().int().nonnegative()).optional(),
  /** Gates that refused the seal and were not overridden. */
  openGates: z.array(GateFinding).optional(),
  /** Why it stands still, when it does. */
  pausedBecause: z.string().optional(),
  /** The pass in which it paused. */
  pausedIn: Pass.optional(),
  sealedAt: z.iso.datetime().optional(),
});
export type BuildRecord = Readonly<z.infer<typeof BuildRecord>>;

/** Calls by `pass provider`, added up by provider. */
export function callsByProvider(asked: BuildRecord['asked'] = {}): Readonly<Record<string, number>> {
  const calls: Record<string, number> = {};
  for (const [key, count] of Object.entries(asked)) {
    const id = key.slice(key.indexOf(' ') + 1);
    calls[id] = (calls[id] ?? 0) + count;
  }
  return calls;
}

/** What every later night needs of the last sealed build. */
export const SealRecord = z.object({
  buildId: z.string(),
  session: Session,
  sealedAt: z.iso.datetime(),
  sources: z.array(SourceReport),
  candidates: z.number().int().nonnegative(),
  /** Calls by `pass provider`, over all runs of its build, for the plan of the next night. */
  asked: z.record(z.string(), z.number().int().nonnegative()),
  /** What its passes cost, but for the seal itself, which was not over yet. */
  passes: z.array(PassReport).optional(),
  /** The last try to judge a night again, where gates refused it; gone with the next seal. */
  refused: z
    .object({kind: z.enum(['refilter', 'blocks', 'rollback']), at: z.iso.datetime(), gates: z.array(GateFinding)})
    .optional(),
});
export type SealRecord = Readonly<z.infer<typeof SealRecord>>;

/** The kill-switch. */
export const HaltRecord = z.object({actor: z.string(), cause: z.string(), at: z.iso.datetime()});
export type HaltRecord = Readonly<z.infer<typeof HaltRecord>>;

/** Who unblocked a symbol and when, until the next build has looked at it again. */
export const UnblockRecord = z.object({symbol: z.string(), at: z.iso.datetime(), actor: z.string()});
export type UnblockRecord = Readonly<z.infer<typeof UnblockRecord>>;

/** A candidate's price as far as it is known tonight, and who has been asked in vain. */
export const PriceRow = z.object({
  symbol: z.string(),
  /** Ids of sources that were asked and did not know, or gave something unusable. */
  missed: z.array(z.string()),
  price: z.object({lastClose: z.number().positive(), source: z.string(), session: Session}).optional(),
  suspicion: z.object({lastClose: z.number(), source: z.string(), earlierClose: z.number()}).optional(),
  /** What the price answers also knew, with the source of it. */
  facts: z
    .object({
      source: z.string(),
      name: z.string().optional(),
      instrument: Instrument.optional(),
      marketCap: z.number().optional(),
      sector: z.string().optional(),
      industry: z.string().optional(),
      country: z.string().optional(),
      volume: z.number().optional(),
    })
    .optional(),
});
export type PriceRow = Readonly<z.infer<typeof PriceRow>>;

/** What the enrich pass has asked for a symbol whose row is not complete yet. */
export const FactRow = z.object({symbol: z.string(), asked: z.array(z.string()), facts: PriceRow.shape.facts});
export type FactRow = Readonly<z.infer<typeof FactRow>>;

/** How far a second source's close of the same session is from ours, as a share; absent where it did not know. */
export const CheckRow = z.object({
  symbol: z.string(),
  source: z.string(),
  divergence: z.number().nonnegative().optional(),
});
export type CheckRow = Readonly<z.infer<typeof CheckRow>>;
