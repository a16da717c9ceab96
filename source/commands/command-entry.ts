import type {Clock} from '../clock.ts';
import type {Actor, Control, Result} from '../control/control.ts';
import type {exitCodes} from '../failure.ts';
import type {LogRange, LogRecord} from '../store/log-file.ts';
import type {FlagName, Flags} from './flags.ts';
import type {Output} from './output.ts';
import type {Program} from './systemd-unit.ts';

export type ExitKind = keyof typeof exitCodes;

/** One command of the program: what it is called, what it takes, what it does. Help and completion are made from this. */
export type CommandEntry = {
  readonly name: string;
  readonly group: 'Work' | 'Questions' | 'Lists' | 'Secrets' | 'Care' | 'hidden';
  readonly summary: string;
  /** What follows the name, such as `SYMBOL [--night DATE]`. */
  readonly usage: string;
  /** How many words it takes after its name. */
  readonly words: {readonly min: number; readonly max: number};
  /** Besides those understood everywhere. */
  readonly flags: readonly FlagName[];
  /** What one of these flags means here, where that is more than it means everywhere. */
  readonly flagWords?: Partial<Readonly<Record<FlagName, string>>>;
  /** What its help says besides. */
  readonly notes?: readonly string[];
  readonly examples: readonly string[];
  /** A signal stops it in good order; the others end at once. */
  readonly stoppable?: boolean | ((words: readonly string[]) => boolean);
  /** Only makes sense where a universe is, and begins none. */
  readonly needsRoot?: boolean | ((words: readonly string[]) => boolean);
  readonly run: (context: Context) => Promise<ExitKind>;
};

/** What a command says of itself, which may depend on the words after its name. */
export function holdsFor(said: CommandEntry['stoppable'], words: readonly string[]): boolean {
  return typeof said === 'function' ? said(words) : said === true;
}

/** Files that a person named on the command line. */
export type UserFiles = {
  readonly read: (path: string) => Promise<string>;
  /** With `own`, nobody else may read it. */
  readonly write: (
    path: string,
    chunks: Iterable<string> | AsyncIterable<string>,
    how?: {readonly own: boolean},
  ) => Promise<void>;
  /** Refuses where it could not be written. */
  readonly isThere: (path: string) => Promise<boolean>;
  readonly stdin: () => Promise<string>;
  readonly absolute: (path: string) => string;
};

/** All that a command gets. */
export type Context = {
  readonly words: readonly string[];
  readonly flags: Flags;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly out: Output;
  readonly files: UserFiles;
  /** Asks, through the holder of the lock where there is one. */
  readonly reading: () => Promise<Control>;
  /** Changes: takes the lock and serves the others meanwhile, or works through who holds it. */
  readonly writing: () => Promise<Control>;
  /** Throws the kill-switch without an engine, or throws what kept the engine from it where that is no reason. */
  readonly haltPastEngine: (justification: string, because: unknown) => Promise<Result>;
  /** The kill-switch as its file has it, which stands also where the engine does not answer. */
  readonly haltOnDisk: () => Promise<{readonly actor: string; readonly cause: string; readonly at: string} | undefined>;
  /** The records of a log, which anybody may read beside the writer. */
  readonly records: (log: 'ops' | 'audit', range: LogRange) => AsyncIterable<LogRecord>;
  /** Asks a person at a terminal; of what is secret nothing is shown. Absent where nobody is there. */
  readonly ask?: (question: string, how: {readonly secret: boolean}) => Promise<string>;
  /** Shows lines on a screen that leaves nothing behind; absent where stdout is no terminal. */
  readonly reveal?: (lines: readonly string[]) => Promise<void>;
  /** Every command there is. */
  readonly table: readonly CommandEntry[];
  /** How this program is started, and on which root. */
  readonly program: Program;
  /** Aborts with the exit kind when a signal arrives. */
  readonly signal: AbortSignal;
};
