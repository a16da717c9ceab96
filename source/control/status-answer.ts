import type {GateFinding} from '../engine/event.ts';
import type {Progress} from '../engine/progress.ts';
import type {TableName} from './query.ts';

export type FileState = {
  readonly name: TableName;
  readonly path: string;
  readonly state: 'absent' | 'whole' | 'live' | 'changed' | 'unreadable';
  readonly records: number;
  readonly bytes: number;
  readonly sha256?: string;
  readonly modifiedAt?: string;
  readonly sentence?: string;
};

export type Status = {
  readonly root: string;
  readonly profile?: string;
  readonly sample: boolean;
  readonly now: string;
  readonly writer: {
    readonly held: boolean;
    readonly kind?: 'daemon' | 'dashboard' | 'command';
    readonly pid?: number;
    readonly since?: string;
    /** Whether the dashboard that asks started it; nobody else can tell. */
    readonly isOwn?: boolean;
  };
  readonly halted?: {readonly actor: string; readonly cause: string; readonly at: string};
  readonly sealed?: {
    readonly buildId: string;
    readonly session: string;
    readonly tradableSession: string;
    readonly builtAt: string;
    readonly records: number;
    readonly sha256: string;
    readonly status: string;
  };
  readonly unfinished?: {
    readonly buildId: string;
    readonly session: string;
    readonly pass: string;
    readonly because?: string;
    /** What holds its seal back. */
    readonly gates?: readonly GateFinding[];
  };
  /** The last refilter, reseal or rollback since the seal, where gates refused it. */
  readonly refused?: {
    readonly kind: 'refilter' | 'blocks' | 'rollback';
    readonly at: string;
    readonly gates: readonly string[];
  };
  readonly files: readonly FileState[];
  readonly progress: Progress;
  /** Numbers of the engine's events: the last one before the files were read, and the last one that `progress` counts. Absent where no engine answers. */
  readonly asOf?: {readonly files: number; readonly progress: number};
  /** The session whose closes a build now would use, and the next one that can be traded. */
  readonly session: string;
  readonly tradableSession: string;
  readonly inSession: boolean;
  readonly nextBuildAt?: string;
  /** When a daemon tries the night of `session` again that it could not build; without a time it waits for a person. */
  readonly nextTry?: {readonly at?: string};
  /** What a person should know about the credentials that the build needs, keys and their rotation; one sentence each. */
  readonly warnings?: readonly string[];
  /** Why nothing builds where settings were made and their file is gone: those in force are the defaults. */
  readonly settingsGone?: string;
  /** Blocklists that could not be read, as long as they are kept beside the one in force; one sentence each. */
  readonly setAside?: readonly string[];
};
