import type {Clock} from '../clock.ts';
import {forgetOwed, keepOwed, loadOwed} from '../store/owed-records.ts';
import type {Paths} from '../store/paths.ts';
import type {Stream} from './stream.ts';

/** Puts what an earlier engine owes the log first in line. */
export async function takeOwed(paths: Paths, stream: Stream, clock: Clock): Promise<void> {
  const {value, setAside} = await loadOwed(paths, clock);
  if (setAside) stream.emit({type: 'file.set-aside', ...setAside});
  if (value) stream.owe(value.records);
}

/**
 * Writes what is said so far; what the log refuses is kept beside it for the next engine, so that a deed that is done stays on record,
 * and a log that takes nothing stops nobody from opening: a halt must always get in. Throws where it cannot be kept either.
 */
export async function settleOwed(paths: Paths, stream: Stream): Promise<void> {
  try {
    await stream.flush();
  } catch (thrown) {
    await keepOwed(paths, stream.unwritten).catch(() => Promise.reject(thrown));
    return;
  }
  await forgetOwed(paths);
}
