import {z} from 'zod';
import {BlocklistEntry} from '../universe/blocklist.ts';
import {Session} from '../universe/symbol.ts';
import {Bucket, BucketCounts, Reason} from '../universe/verdict.ts';
import {commandRecorded} from './command-event.ts';
import {GateFinding, GateId} from './gate.ts';
import {PauseCause} from './outcome.ts';
import {secretEvents} from './secret-event.ts';
import {settingsChanged} from './settings-event.ts';

export const Pass = z.enum(['collect', 'price', 'enrich', 'judge', 'seal']);
export type Pass = z.infer<typeof Pass>;

export type {CommandStage} from './command-event.ts';
export {GateFinding, GateId} from './gate.ts';

const count = z.number().int().nonnegative();
const build = {buildId: z.string()};

/** What each pass cost, as `build.finished` reports it. */
export const PassReport = z.object({
  pass: Pass,
  batches: count,
  batchSize: count,
  symbols: count,
  /** What there was to do in all: of a build that was resumed, `symbols` are the rest. An earlier version did not say. */
  total: count.optional(),
  calls: z.record(z.string(), count),
  errors: count,
  durationMs: z.number().nonnegative(),
});
export type PassReport = Readonly<z.infer<typeof PassReport>>;

/** Everything that happens, in the past tense, flat, without prose. Screens and logs make the words. */
export const BuildEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('build.started'),
    ...build,
    session: Session,
    resumed: z.boolean(),
    actor: z.string(),
    trigger: z.enum(['command', 'schedule', 'catch-up', 'refilter', 'recover', 'rollback']),
  }),
  z.object({
    type: z.literal('build.finished'),
    ...build,
    session: Session,
    sha256: z.string(),
    records: count,
    buckets: BucketCounts,
    passes: z.array(PassReport),
    durationMs: z.number(),
  }),
  z.object({
    type: z.literal('build.paused'),
    ...build,
    because: z.string(),
    /** Absent in logs of before it was said. */
    why: PauseCause.optional(),
    until: z.iso.datetime().optional(),
  }),
  z.object({type: z.literal('build.refused'), ...build, gates: z.array(GateFinding)}),
  z.object({type: z.literal('build.aborted'), ...build, code: z.string(), because: z.string()}),
  z.object({type: z.literal('pass.started'), ...build, pass: Pass, total: count, done: count}),
  z.object({type: z.literal('pass.finished'), ...build, report: PassReport}),
  z.object({
    type: z.literal('batch.saved'),
    ...build,
    pass: Pass,
    provider: z.string(),
    batch: count,
    asked: count,
    answered: count,
    done: count,
    total: count,
  }),
  z.object({
    type: z.literal('symbol.blocklisted'),
    symbol: z.string(),
    provider: z.string(),
    lastClose: z.number(),
    floor: z.number(),
    session: Session,
    /** Present when a person had unblocked it: `at actor`. */
    afterUnblock: z.string().optional(),
  }),
  z.object({
    type: z.literal('symbol.recovered'),
    symbol: z.string(),
    provider: z.string(),
    lastClose: z.number(),
    blockedClose: z.number().optional(),
    floor: z.number(),
    session: Session,
  }),
  z.object({
    type: z.literal('symbol.suspected'),
    symbol: z.string(),
    provider: z.string(),
    lastClose: z.number(),
    earlierClose: z.number(),
  }),
  z.object({
    type: z.literal('symbol.delisted'),
    ...build,
    /** Admitted last night, and not on the official list any more; at most 50 of `count`. */
    symbols: z.array(z.string()),
    count,
    /** Those that another source still lists: worth a look. */
    disputed: z.array(z.string()),
  }),
  z.object({type: z.literal('symbol.admitted'), ...build, symbol: z.string()}),
  z.object({
    type: z.literal('symbol.rejected'),
    ...build,
    symbol: z.string(),
    bucket: Bucket,
    reasons: z.array(Reason),
  }),
  z.object({type: z.literal('symbol.held'), ...build, symbol: z.string(), divergence: z.number()}),
  z.object({type: z.literal('symbol.unpriced'), ...build, symbols: z.array(z.string())}),
  z.object({type: z.literal('symbol.carried'), ...build, symbol: z.string(), nights: count}),
  z.object({type: z.literal('source.failed'), ...build, source: z.string(), because: z.string()}),
  z.object({type: z.literal('source.shrank'), ...build, source: z.string(), rows: count, earlier: count}),
  z.object({
    type: z.literal('provider.throttled'),
    provider: z.string(),
    status: z.number().optional(),
    attempt: count,
    waitMs: z.number(),
  }),
  z.object({
    type: z.literal('provider.retried'),
    provider: z.string(),
    status: z.number().optional(),
    attempt: count,
    waitMs: z.number(),
    sentence: z.string(),
  }),
  z.object({
    type: z.literal('provider.failed'),
    provider: z.string(),
    pass: Pass,
    batch: count,
    /** The tickers of the batch, at most 20, then a count. */
    tickers: z.array(z.string()),
    tickerCount: count,
    reason: z.string(),
    status: z.number().optional(),
    attempt: count,
    waitMs: z.number(),
    sentence: z.string(),
  }),
  z.object({type: z.literal('provider.exhausted'), provider: z.string(), until: z.iso.datetime().optional()}),
  z.object({type: z.literal('provider.recovered'), provider: z.string()}),
  z.object({type: z.literal('gate.tripped'), ...build, finding: GateFinding}),
  z.object({type: z.literal('gate.overridden'), ...build, gate: GateId, actor: z.string(), justification: z.string()}),
  z.object({
    type: z.literal('blocklist.changed'),
    action: z.enum(['added', 'removed', 'expired', 'file-edit']),
    symbols: z.array(z.string()),
    actor: z.string(),
    justification: z.string(),
    until: z.iso.datetime().optional(),
    /** Of an edit of the file by hand: those that it took off; the others were added or written anew. */
    removed: z.array(z.string()).optional(),
    /** Whether the sealed universe is sealed again with it at once; how that ends follows. */
    resealed: z.boolean(),
    /** What the list held of these symbols before a person changed it: with it the change can be undone exactly. */
    before: z.array(BlocklistEntry).optional(),
    /** The record in the ops log of the change that this one reverses. */
    undoes: count.optional(),
    /** Entries that an undo put back, where they are not a person's of this moment. */
    after: z.array(BlocklistEntry).optional(),
  }),
  ...secretEvents,
  settingsChanged,
  z.object({type: z.literal('halt.set'), actor: z.string(), cause: z.string()}),
  z.object({type: z.literal('halt.cleared'), actor: z.string(), justification: z.string()}),
  z.object({type: z.literal('file.set-aside'), file: z.string(), keptAs: z.string(), because: z.string()}),
  z.object({type: z.literal('lock.retaken'), file: z.string()}),
  z.object({type: z.literal('lock.lost'), because: z.string()}),
  commandRecorded,
  z.object({
    type: z.literal('heartbeat'),
    ...build,
    pass: Pass,
    done: count,
    total: count,
    /** Symbols a second over the last ten seconds. */
    rate: z.number(),
    etaMs: z.number().optional(),
    calls: z.record(z.string(), count),
  }),
]);
export type BuildEvent = Readonly<z.infer<typeof BuildEvent>>;

/** An event as listeners get it: numbered without gaps within one engine process, stamped in UTC. */
export const StampedEvent = z.object({seq: count, at: z.iso.datetime(), event: BuildEvent});
export type StampedEvent = Readonly<z.infer<typeof StampedEvent>>;
