import {basename} from 'node:path';
import {keptAside} from '../../store/kept-aside.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** What a person must still look at: blocklists that could not be read whole, said until the copies are gone. A block that is lost in silence is a trade. */
export async function linesNotInForce({paths}: Pick<Reading, 'paths'>): Promise<readonly string[]> {
  const kept = (await attempt(() => keptAside(paths))).value ?? [];
  const start = `${basename(paths.blocklist)}.corrupt-`;
  return kept
    .filter((file) => basename(file).startsWith(start))
    .map(
      (file) =>
        `A blocklist that could not be read was set aside, and what could not be read of it is not in force: ${file}. Put those lines right in the blocklist, then delete that file.`,
    );
}
