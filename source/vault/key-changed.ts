import {Failure} from '../failure.ts';
import type {Secret} from './secret.ts';

/** What `read` found: a key, or that there was none. Undefined before anybody read. */
export type Seen = {readonly text: Secret | undefined} | undefined;

/** Refuses to write over what somebody else put there since it was read: it may be the only copy of a key. */
export function expectUnchanged(place: string, seen: Seen, found: Secret | undefined): void {
  if (seen && seen.text?.reveal() !== found?.reveal()) throw changed(place);
}

export function changed(place: string): Failure {
  return new Failure('key.changed', `Somebody else changed the master key in ${place} meanwhile.`, {
    hint: 'Nothing was written; run the same command again, which starts from what is there now.',
    kind: 'credentials',
  });
}
