import {peekSaved} from '../../engine/peek-saved.ts';
import type {Progress} from '../../engine/progress.ts';
import type {BuildRecord} from '../../engine/record.ts';
import {stoppedProgress} from '../../engine/stopped.ts';
import {inState} from '../../store/paths.ts';
import {stampOf} from '../../store/stamp.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {blockedNow} from './preview.ts';

/** How far a build got that stopped and that nobody is running, by its files; nothing where they cannot be read, or it had not begun. */
export async function stoppedBuild(reading: Reading, record: BuildRecord, pass: string): Promise<Partial<Progress>> {
  if (!record.begun) return {};
  const {paths, seen} = reading;
  const key = inState(paths, 'build.json');
  const version = `${pass} ${await versionOf(reading)}`;
  const earlier = seen.get(key);
  // A dashboard asks every second, and to read a market takes a tenth of one.
  if (earlier?.version === version) return earlier.value as Partial<Progress>;
  const saved = (await attempt(() => peekSaved(paths))).value;
  const blocklist = (await attempt(() => blockedNow(reading))).value;
  if (saved === undefined || blocklist === undefined) return {};
  const {minPrice} = await reading.settings();
  const value = stoppedProgress(record, {saved: {...saved, blocklist, floor: minPrice}, pass});
  seen.set(key, {version, value});
  return value;
}

async function versionOf({paths}: Reading): Promise<string> {
  const rows = ['candidates', 'prices', 'facts'].flatMap((name) => [`${name}.rows`, `${name}.journal`]);
  const files = ['build.json', ...rows, 'unfiltered.journal', 'blocklist.journal'].map((name) => inState(paths, name));
  const stamps = [...files, paths.unfiltered, paths.blocklist, paths.settings].map((path) =>
    attempt(() => stampOf(path)),
  );
  return (await Promise.all(stamps)).map(({value}) => value?.version ?? '').join(' ');
}
