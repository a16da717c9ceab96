import type {Backup} from '../store/backups.ts';
import type {FileSum} from '../store/file.ts';
import type {PastDamage} from './damaged-secrets.ts';
import type {Stored} from './open-token.ts';
import type {Announce} from './write-token.ts';

/** `aside` is where the file that was there is kept, where it could not be read. */
export type Changed = FileSum &
  Pick<Stored, 'credentials' | 'keys'> & {readonly backup?: Backup | undefined; readonly aside?: string | undefined};

export type Changing = {
  readonly announce?: Announce;
  readonly past?: PastDamage | undefined;
  readonly settle?: (changed: Changed) => Promise<void>;
};
