import {z} from 'zod';
import type {LogRecord} from '../store/log-file.ts';
import type {AuditedLog, AuditLine} from './audit-line.ts';

const Place = z.object({segment: z.string(), offset: z.number().int().nonnegative()});

/** A place in each of the two logs. A log that is left out has nothing there. */
export const Places = z.object({ops: Place.optional(), audit: Place.optional()});
export type Places = Readonly<z.infer<typeof Places>>;

const words = z.string().max(200).optional();

/** A page of what people did, newest first, from both logs; of every record with `events`, or where `asksForEvents` says so. */
export const AuditLinesQuery = z.object({
  name: z.literal('audit-lines'),
  limit: z.number().int().min(1).max(1000),
  /** Goes on where an earlier answer ended. */
  before: Places.optional(),
  /** Only what was written since an earlier answer, by its `end`. */
  after: Places.optional(),
  actor: words,
  action: words,
  provider: words,
  symbol: words,
  events: z.boolean().optional(),
  text: words,
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});
export type AuditLinesQuery = Readonly<z.infer<typeof AuditLinesQuery>>;

export type AuditedLine = AuditLine & {
  /** Where it stands: no two lines have the same. */
  readonly id: string;
  readonly log: AuditedLog;
  readonly record: LogRecord;
  /** Where a list folds an act into one row: the records of its beginning, the later first. */
  readonly begun?: readonly AuditedLine[];
};

export type AuditLinesAnswer = {
  readonly lines: readonly AuditedLine[];
  /** Where to go on; absent where nothing older is wanted or kept. */
  readonly before?: Places;
  /** Where the logs ended when they were read from their ends. */
  readonly end?: Places;
  /** The moment down to which was searched, where that was enough work for one answer before the page was full. */
  readonly searchedTo?: string;
  /** What could not be read. */
  readonly sentences: readonly string[];
};
