import {z} from 'zod';
import type {StampedEvent} from '../engine/event.ts';
import {GateId} from '../engine/event.ts';
import {clean} from '../universe/foreign-text.ts';
import type {Actor} from './actor.ts';
import {credentialCommands} from './credential-command.ts';
import {ExportName} from './export-format.ts';
import type {Answers, Query} from './query.ts';

export {Actor} from './actor.ts';

const symbols = z.array(z.string()).min(1);
/** A person's words reach terminals, files and logs as well: cleaned like any foreign text. */
const justification = z
  .string()
  .max(2000, 'a reason of at most 2,000 characters')
  .transform(clean)
  .pipe(z.string().min(3, 'a reason of at least three characters'));
/** Needed inside a session, and to override a gate. */
const force = {force: z.boolean().optional(), justification: justification.optional()};

/** Everything that changes something. One word each, as in the commands of SPEC §5. */
export const Command = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('build'),
    ...force,
    override: z.array(GateId).optional(),
    /** Throws away an unfinished build of this session instead of going on with it. */
    fresh: z.boolean().optional(),
    trigger: z.enum(['command', 'schedule', 'catch-up']).optional(),
  }),
  /** `preview`: the digest of the one that was looked at; where a refilter would come to something else now, nothing is sealed. */
  z.object({
    name: z.literal('refilter'),
    ...force,
    override: z.array(GateId).optional(),
    preview: z.string().optional(),
  }),
  z.object({name: z.literal('recover'), ...force}),
  z.object({
    name: z.literal('rollback'),
    date: z.iso.date().optional(),
    ...force,
    override: z.array(GateId).optional(),
  }),
  /** Without a reason somebody asked for it. */
  z.object({name: z.literal('stop'), justification: justification.optional()}),
  z.object({name: z.literal('blocklist.add'), symbols, justification, until: z.iso.datetime().optional()}),
  z.object({name: z.literal('blocklist.remove'), symbols, justification}),
  /** `record`: the edit that was looked at; where it is not the last one any more, nothing is undone. */
  z.object({
    name: z.literal('blocklist.undo'),
    record: z.number().int().positive(),
    justification: justification.optional(),
  }),
  z.object({
    name: z.literal('export'),
    table: ExportName,
    format: z.enum(['csv', 'json']),
    spreadsheet: z.boolean().optional(),
    /** A whole path. */
    file: z.string().min(1).max(1000),
    /** Only these rows. */
    symbols: symbols.optional(),
    /** Over a file that is there. */
    replace: z.boolean().optional(),
  }),
  z.object({name: z.literal('settings.set'), field: z.string(), value: z.unknown()}),
  z.object({name: z.literal('settings.unset'), field: z.string()}),
  z.object({name: z.literal('halt'), justification}),
  z.object({name: z.literal('resume'), justification}),
  z.object({
    name: z.literal('snapshot'),
    file: z.string(),
    /** Over a file that is there. */
    replace: z.boolean().optional(),
  }),
  /** `sourceKey`: the key file of the root that the snapshot is from, where it has another key than this one. */
  z.object({name: z.literal('restore'), file: z.string(), justification, sourceKey: z.string().optional()}),
  z.object({name: z.literal('migrate'), dryRun: z.boolean()}),
  ...credentialCommands,
]);
export type Command = z.infer<typeof Command>;
export type CommandName = Command['name'];

/** What a command came to: the exit kind, one sentence for a person, and the data for programs. */
export const Result = z.object({
  kind: z.enum([
    'done',
    'failed',
    'usage',
    'unfit',
    'no-answer',
    'credentials',
    'halted',
    'paused',
    'interrupted',
    'terminated',
  ]),
  sentence: z.string(),
  hint: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type Result = Readonly<z.infer<typeof Result>>;

/** The one door to the product: commands, queries, events. Dashboard, server, scheduler and one-shot commands know only this. */
export type Control = {
  /** Resolves when it is done, however long it takes; expected outcomes are results, a Failure means it could not be tried. */
  readonly perform: (command: Command, actor: Actor) => Promise<Result>;
  readonly query: <Q extends Query>(query: Q) => Promise<Answers[Q['name']]>;
  /** The tail after `seq`, then everything as it happens; ends when the signal aborts or the holder goes away. */
  readonly events: (after: number, signal: AbortSignal) => AsyncIterable<StampedEvent>;
  readonly close: () => Promise<void>;
};
