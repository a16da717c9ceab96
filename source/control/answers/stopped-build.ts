import type {Pass} from '../../engine/event.ts';
import {peekSaved} from '../../engine/peek-saved.ts';
import type {BuildRecord} from '../../engine/record.ts';
import {type SavedProgress, savedProgress} from '../../engine/saved-progress.ts';
import {inState} from '../../store/paths.ts';
import {stampOf} from '../../store/stamp.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {blockedNow} from './preview.ts';

const files = ['candidates', 'prices', 'facts', 'unfiltered'] as const;

/** How far the unfinished build came that no engine is running; files that have not changed are not read again. */
export async function stoppedBuild(reading: Reading, record: BuildRecord, pass: Pass): Promise<SavedProgress> {
  const {paths, seen} = reading;
  const place = inState(paths, 'build.json');
  const read = [
    place,
    paths.blocklist,
    paths.unfiltered,
    ...files.flatMap((name) => [inState(paths, `${name}.rows`), inState(paths, `${name}.journal`)]),
  ];
  const stamps = await Promise.all(read.map(async (path) => (await attempt(() => stampOf(path))).value?.version));
  const version = [pass, ...stamps].join(' ');
  const earlier = seen.get(place);
  if (earlier?.version === version) return earlier.value as Promise<SavedProgress>;
  const value = progressOf(reading, record, pass);
  seen.set(place, {version, value});
  return value;
}

/** Before it has begun, the rows are those of the build before; what cannot be read is not counted. */
async function progressOf(reading: Reading, record: BuildRecord, pass: Pass): Promise<SavedProgress> {
  const begun = record.begun ? (await attempt(() => peekSaved(reading.paths))).value : undefined;
  const blocklist = (await attempt(() => blockedNow(reading))).value;
  const {minPrice: floor} = (await attempt(reading.settings)).value ?? {};
  return savedProgress(
    record,
    pass,
    begun && blocklist && floor !== undefined ? {...begun, blocklist, floor} : undefined,
  );
}
