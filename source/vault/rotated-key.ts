import type {FileSum} from '../store/file.ts';
import type {LogWord, Reencrypted} from './encrypted-elsewhere.ts';
import type {KeySource} from './key-source.ts';
import type {Announce} from './write-token.ts';

/** With `drop`, what the audit log can say of files that the earlier keys open. */
export type Rotating = {readonly drop?: LogWord | undefined; readonly announce?: Announce};
/** `isFirst` where there was no key before. */
export type Rotated = Reencrypted & {
  readonly source: KeySource;
  readonly isFirst: boolean;
  /** The secrets as it wrote them, which another change may have replaced since; absent where there are none. */
  readonly wrote: (Pick<FileSum, 'sha256'> & {readonly revision: number | undefined}) | undefined;
};
