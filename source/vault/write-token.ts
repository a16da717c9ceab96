import {type FileSum, writeDurably} from '../store/file.ts';

/** Is told the SHA-256 of what is about to take the place of the present file; where it throws, the present one stays. */
export type Announce = (sha256: string) => Promise<void>;

/** Writes what is encrypted for its owner alone, and proves that it is on disk before it counts. */
export function writeToken(path: string, token: string, announce?: Announce): Promise<FileSum> {
  return writeDurably(path, token, {
    mode: 0o600,
    readBack: true,
    beforeRename: async ({sha256}) => announce?.(sha256),
  });
}
