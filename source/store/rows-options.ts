import type {z} from 'zod';
import type {Clock} from '../clock.ts';
import type {RowsFormat, SetAside} from './checkpoint.ts';
import type {FileSum, WriteDurably} from './file.ts';
import type {Publish} from './publish-timing.ts';
import type {RowChange} from './row-change.ts';

export type RowsOptions<T> = {
  /** The published file, always valid. */
  readonly path: string;
  readonly journal: string;
  readonly key: (row: T) => string;
  readonly row: z.ZodType<T>;
  readonly format: RowsFormat<T>;
  /** 0644 unless said. */
  readonly mode?: number;
  /** `often` for files that people and programs watch, `seldom` for those that only a resume reads. */
  readonly publish: Publish;
  readonly clock: Clock;
  /** Asked before anything is written: throws where this process may not write any more. */
  readonly mayWrite?: (() => void) | undefined;
  /** A published file changed by another hand: taken over when it parses, or (the default) set aside. */
  readonly edited?: 'adopt' | 'set-aside';
  /** What is published follows from the rows alone: where none has changed, a checkpoint leaves the file as it stands. */
  readonly steady?: boolean;
  /** The rows are to be emptied at once: they are not read, only whether they are whole and ours is looked at. */
  readonly fresh?: boolean;
};

export type Found = {
  readonly setAside: readonly SetAside[];
  /** An interrupted, never acknowledged write was cut off. */
  readonly tornTail: boolean;
  /** The file was changed by another hand since it was last written here. */
  readonly edited: boolean;
};

/** What was found since somebody last asked. */
export type News = {
  readonly setAside: readonly SetAside[];
  readonly edited: boolean;
  /** Keys that another hand added, changed or removed; undefined where what stood before is not known. */
  readonly changed: readonly string[] | undefined;
};

export type Published = FileSum & {readonly records: number};

export type Publishing<T> = {
  /** In the place of those that are known. */
  readonly rows?: readonly T[];
  readonly change?: RowChange<T>;
  readonly beforeRename?: WriteDurably['beforeRename'] | undefined;
  /** Signature of what another hand wrote and was met already. */
  readonly met?: string | undefined;
};
