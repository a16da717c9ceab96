import type {Manifest} from '../../store/manifest.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import type {Paths} from '../../store/paths.ts';
import {type Attempt, attempt} from './attempt.ts';

/** That the sealed file is not there although there was one; nothing where no universe was ever sealed here. */
export async function goneWords(paths: Paths, manifest: Attempt<Manifest>): Promise<string | undefined> {
  const known = manifest.value?.get('final').current;
  if (known)
    return `The file is not there, and the manifest knows one of ${known.records.toLocaleString('en-US')} symbols.`;
  const last = (await attempt(() => nightSessions(paths))).value?.at(-1);
  return last && `The file is not there, and the history knows the night of ${last}.`;
}
