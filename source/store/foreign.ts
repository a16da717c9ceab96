import {stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {Failure} from '../failure.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {ownNumber} from './owner.ts';

/**
 * A file that says what this program does must be of whoever runs it, of root, or of the owner of its folder: in a folder that
 * several may write to, another user could put one in its place, and have programs run and keys sent in this user's name.
 */
export async function refuseForeign(path: string, own = ownNumber()): Promise<void> {
  if (own === undefined) return;
  try {
    const [{uid}, folder] = await Promise.all([stat(path), stat(dirname(path))]);
    if ([own, 0, folder.uid].includes(uid)) return;
    throw new Failure('settings.foreign', `${path} belongs to another user (number ${uid}), and so it is not obeyed.`, {
      hint: 'Look at what stands in it and who may write to its folder; then make it yours (chown), or move it away.',
      kind: 'usage',
    });
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    if (codeOf(thrown) !== 'ENOENT') throw diskFailure(path, 'read', thrown);
  }
}
