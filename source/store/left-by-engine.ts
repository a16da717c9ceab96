import {join} from 'node:path';
import {exists, readText} from './file.ts';
import {decodeUniverse} from './formats/universe-file.ts';
import {nightSessions} from './night-sessions.ts';
import {inState, type Paths} from './paths.ts';

/**
 * Something that only an engine leaves, and only where it had a manifest first: it still tells of an engine when manifest and logs are
 * gone. Settings, secrets and the files of an older program may be there before any engine was.
 */
export async function leftByEngine(paths: Paths): Promise<string | undefined> {
  const ofState = ['unblocks.journal', 'build.json', 'seal.json'].map((name) => inState(paths, name));
  const nights = (await nightSessions(paths)).map((session) => join(paths.history, session, 'manifest.json'));
  for (const path of [...ofState, ...nights]) if (await exists(path)) return path;
  return (await isSealedHere(paths.final)) ? paths.final : undefined;
}

/** An older program wrote another format; what cannot be read tells nothing. */
async function isSealedHere(path: string): Promise<boolean> {
  try {
    const text = await readText(path);
    return text !== undefined && decodeUniverse(text).format > 1;
  } catch {
    return false;
  }
}
