import {buildFormat, haltFormat} from '../../engine/formats.ts';
import type {BuildRecord, HaltRecord} from '../../engine/record.ts';
import {peekState} from '../../store/format.ts';
import {inState, type Paths} from '../../store/paths.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** The build that was begun and not sealed; throws the Failure that names a damaged record. */
export async function unfinishedBuild(paths: Paths): Promise<BuildRecord | undefined> {
  const record = await peekState(inState(paths, 'build.json'), buildFormat);
  return record?.sealedAt === undefined ? record : undefined;
}

/**
 * The kill-switch in force: as the engine knows it, or as the file has it, for it may have been thrown past the engine. One that
 * cannot be read is taken for set: the safe mistake.
 */
export async function haltOf({
  paths,
  live,
  clock,
}: Pick<Reading, 'paths' | 'live' | 'clock'>): Promise<HaltRecord | undefined> {
  const known = live?.halted();
  if (known) return known;
  const state = await attempt(() => peekState(inState(paths, 'halt.json'), haltFormat));
  if (state.sentence !== undefined) return {actor: 'engine', cause: state.sentence, at: clock.now().toISOString()};
  return state.value && !state.value.cleared ? state.value.halt : undefined;
}
