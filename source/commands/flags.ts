import {z} from 'zod';
import {GateId} from '../engine/event.ts';

export type Flag = {
  readonly type: 'boolean' | 'string';
  readonly summary: string;
  /** Stands for the value in usage lines. */
  readonly value?: string;
  readonly short?: string;
  readonly many?: boolean;
  /** What a value has to be, as the end of "wants …". */
  readonly expects?: string;
};

const date = {type: 'string', value: 'DATE', expects: 'a day such as 2026-03-02'} as const;

/** Every flag of every command: one name means the same everywhere. */
export const flags = {
  root: {type: 'string', value: 'DIR', summary: 'Where everything lives', expects: 'a folder'},
  profile: {
    type: 'string',
    value: 'NAME',
    summary: 'A universe of its own under the root',
    expects: 'a name such as ibkr',
  },
  sample: {type: 'boolean', summary: 'The built-in market, no network'},
  speed: {
    type: 'string',
    value: 'N',
    summary: "Paces the sample market; 'max' for no pause",
    expects: "a number above 0, or 'max'",
  },
  now: {
    type: 'string',
    value: 'ISO',
    summary: 'Starts the clock there, for replays',
    expects: 'an instant such as 2026-03-02T22:00:00Z',
  },
  json: {type: 'boolean', summary: 'For programs'},
  quiet: {type: 'boolean', short: 'q', summary: 'No progress on stderr'},
  help: {type: 'boolean', short: 'h', summary: 'This text'},
  version: {type: 'boolean', summary: 'The version'},
  daemon: {type: 'boolean', summary: 'Nightly schedule and control socket, without a screen'},
  demo: {type: 'boolean', summary: 'The sample market in a fresh folder, built before your eyes'},
  noClipboard: {type: 'boolean', summary: 'The dashboard copies nothing'},
  ascii: {type: 'boolean', summary: 'The dashboard draws charts and frames with ASCII alone'},
  screenReader: {type: 'boolean', summary: 'The dashboard as lines that are read aloud'},
  force: {type: 'boolean', summary: 'Although the market is open, or over a file that is there'},
  reason: {
    type: 'string',
    value: 'TEXT',
    summary: 'Why; kept with the change',
    expects: 'a text of at least three characters',
  },
  override: {
    type: 'string',
    value: 'GATE',
    many: true,
    summary: 'Seals although this gate refuses',
    expects: `one of ${GateId.options.join(', ')}`,
  },
  fresh: {type: 'boolean', summary: 'Throws away an unfinished build of this session'},
  deep: {type: 'boolean', summary: 'Judges every symbol again'},
  reach: {type: 'boolean', summary: 'Asks each provider for a sign of life'},
  night: {...date, summary: 'That night instead of the last'},
  session: {...date, summary: 'The session that must be sealed'},
  timeout: {type: 'string', value: 'SECONDS', summary: 'How long to wait', expects: 'a number of seconds above 0'},
  stdin: {type: 'boolean', summary: 'Reads the symbols from stdin'},
  until: {...date, summary: 'The last day of it'},
  since: {...date, summary: 'The first day of it; or 90m, 2h, 7d and 2w: so long ago'},
  format: {type: 'string', value: 'csv|json', summary: 'as --output ends, else csv', expects: 'csv or json'},
  spreadsheet: {type: 'boolean', summary: 'CSV that a spreadsheet does not misread'},
  output: {type: 'string', value: 'FILE', summary: 'Into a file instead of stdout', expects: 'a file name'},
  dryRun: {type: 'boolean', summary: 'Says what it would do'},
  production: {type: 'boolean', summary: 'The checks before production as well'},
  print: {type: 'boolean', summary: 'Prints a key instead of putting it anywhere'},
  dropOld: {type: 'boolean', summary: 'Encrypts backups and own files anew, and the earlier keys go'},
  despiteLog: {type: 'boolean', summary: 'Although the audit log was damaged, and may have named more files'},
  onlyRoot: {type: 'boolean', summary: 'No other root keeps its key in the same store'},
  due: {type: 'boolean', summary: 'Those that are due'},
  sourceKey: {
    type: 'string',
    value: 'FILE',
    summary: 'Key file of the root that the snapshot is from',
    expects: 'a file name',
  },
  actor: {type: 'string', value: 'NAME', summary: 'What this user did', expects: 'the name of a user'},
  action: {type: 'string', value: 'NAME', summary: 'Such as reveal, build or blocklist.add', expects: 'an action'},
  provider: {type: 'string', value: 'ID', summary: 'What concerns this provider', expects: 'a provider id'},
  symbol: {type: 'string', value: 'SYMBOL', summary: 'What concerns this symbol', expects: 'a symbol'},
  events: {type: 'boolean', summary: 'Every record, not only what people did'},
} satisfies Record<string, Flag>;

export type FlagName = keyof typeof flags;

/** Of the dashboard alone. */
export const ofScreen: readonly FlagName[] = ['noClipboard', 'ascii', 'screenReader'];

/** Understood by every command. */
export const everywhere: readonly FlagName[] = ['root', 'profile', 'sample', 'speed', 'now', 'json', 'quiet', 'help'];

const off = z.boolean().default(false);
const text = z.string().trim().min(1).optional();
const seconds = z.coerce.number().positive();

const values = {
  root: text,
  profile: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
    .optional(),
  sample: off,
  speed: z.union([z.literal('max').transform(() => Number.POSITIVE_INFINITY), seconds]).optional(),
  now: z.union([z.iso.datetime({offset: true}), z.iso.date()]).optional(),
  json: off,
  quiet: off,
  help: off,
  version: off,
  daemon: off,
  demo: off,
  noClipboard: off,
  ascii: off,
  screenReader: off,
  force: off,
  reason: z.string().trim().min(3).optional(),
  override: z.array(GateId).default([]),
  fresh: off,
  deep: off,
  reach: off,
  night: z.iso.date().optional(),
  session: z.iso.date().optional(),
  timeout: seconds.optional(),
  stdin: off,
  // What these may be depends on whether the command looks ahead or back.
  until: text,
  since: text,
  format: z.enum(['csv', 'json']).optional(),
  spreadsheet: off,
  output: text,
  dryRun: off,
  production: off,
  print: off,
  dropOld: off,
  despiteLog: off,
  onlyRoot: off,
  due: off,
  sourceKey: text,
  actor: text,
  action: text,
  provider: text,
  symbol: text,
  events: off,
} satisfies Record<FlagName, z.ZodType>;

/** What the flags of one invocation come to. */
export const Flags = z.object(values);
export type Flags = Readonly<z.infer<typeof Flags>>;

/** As it is typed: `dryRun` is `--dry-run`. */
export function spelled(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
