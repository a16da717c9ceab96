import {inState, type Paths} from '../../store/paths.ts';
import {stampOf} from '../../store/stamp.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** Changes with every file that a status is made of. No file is opened, so a screen may ask every second for weeks. */
export async function answerPulse({paths}: Reading): Promise<{readonly version: string}> {
  const versions: string[] = [];
  for (const path of watched(paths)) {
    const stamp = await attempt(() => stampOf(path));
    versions.push(stamp.value?.version ?? (stamp.sentence === undefined ? 'absent' : 'unreadable'));
  }
  return {version: versions.join(' ')};
}

function watched(paths: Paths): readonly string[] {
  const {unfiltered, partial, final, blocklist, manifest, settings} = paths;
  return [
    final,
    partial,
    blocklist,
    unfiltered,
    manifest,
    settings,
    inState(paths, 'build.json'),
    inState(paths, 'halt.json'),
  ];
}
