import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {keepBeside} from '../store/set-aside.ts';

/** For a change that does without what the secrets file holds, where nothing can read it: the last revision that is known. */
export type PastDamage = {readonly revision: number};

/** Of the file itself: a key that is lost or refused, another owner and a newer layout are no damage. */
const damages = new Set(['secrets.undecryptable', 'secrets.malformed', 'file.corrupt', 'file.too-large']);

/** Whether a secrets file cannot be read because of what is in it. */
export function isDamage(thrown: unknown): thrown is Failure {
  return thrown instanceof Failure && damages.has(thrown.code);
}

/** Keeps a secrets file that could not be read because of what is in it, and says under which name; any other reason is thrown on. */
export async function keepDamaged(path: string, clock: Clock, thrown: unknown): Promise<string> {
  if (!isDamage(thrown)) throw thrown;
  return keepBeside(path, clock);
}
