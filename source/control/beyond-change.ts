import {Failure} from '../failure.ts';

/** What comes after a change of the blocklist that is done: where it fails, whoever gave the command must not take the change for undone. */
export async function beyondChange<T>(did: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    throw new Failure(thrown.code, `${did}, but not all that follows from it could be done: ${thrown.message}`, {
      hint: 'Nothing has to be blocked or unblocked again. When that is put right: universe refilter',
      kind: thrown.kind,
      cause: thrown,
    });
  }
}
