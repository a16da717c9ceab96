import {Manifest} from '../../store/manifest.ts';
import {stampOf} from '../../store/stamp.ts';
import type {FileState} from '../query.ts';
import {TableName} from '../query.ts';
import type {Reading} from '../reading.ts';
import {type Attempt, attempt} from './attempt.ts';
import {type Glance, glanceAtBlocklist, glanceAtUniverse} from './glance.ts';
import {goneWords} from './gone-final.ts';

export type SeenFile = FileState & {readonly glance?: Glance};

/** The four files as they are on disk now; a build in progress is writing all but the sealed one. */
export async function fileStates(reading: Reading, isBuilding: boolean): Promise<readonly SeenFile[]> {
  const {paths, clock} = reading;
  const manifest = await attempt(() => Manifest.peek(paths.manifest, clock));
  const files: SeenFile[] = [];
  for (const name of TableName.options) files.push(await fileState(reading, name, {manifest, isBuilding}));
  return files;
}

type Surroundings = {readonly manifest: Attempt<Manifest>; readonly isBuilding: boolean};

async function fileState(reading: Reading, name: TableName, around: Surroundings): Promise<SeenFile> {
  const path = reading.paths[name];
  const stamp = await attempt(() => stampOf(path));
  const nothing = {name, path, records: 0, bytes: stamp.value?.bytes ?? 0};
  const dated = stamp.value ? {modifiedAt: stamp.value.modifiedAt} : {};
  const seen = await attempt(() => glance(reading, name, stamp.value?.version));
  if (seen.sentence !== undefined) return {...nothing, ...dated, state: 'unreadable', sentence: seen.sentence};
  if (seen.value === undefined) {
    const gone = name === 'final' ? await goneWords(reading.paths, around.manifest) : undefined;
    return {...nothing, state: 'absent', ...(gone === undefined ? {} : {sentence: gone})};
  }
  const {sha256, bytes, records} = seen.value;
  const known = {name, path, bytes, records, sha256, ...dated, glance: seen.value};
  return {...known, ...standing(name, seen.value, around)};
}

/** Of a sealed file without what would vouch for it. */
export const noManifest = 'The manifest is gone, so nothing tells whether it is the file that was sealed.';

/** The glance of an unchanged file stands: a dashboard asks every second, and a file of megabytes seldom changes. */
async function glance({paths, clock, seen}: Reading, name: TableName, version?: string): Promise<Glance | undefined> {
  const path = paths[name];
  const earlier = seen.get(path);
  // Only this function writes under these paths; whoever asks meanwhile waits for the same look.
  if (earlier !== undefined && earlier.version === version) return earlier.value as Promise<Glance | undefined>;
  const value = name === 'blocklist' ? glanceAtBlocklist(path, clock.now()) : glanceAtUniverse(path);
  if (version === undefined) return value;
  seen.set(path, {version, value});
  // Gone between the two looks, or not to be read: the next one looks again.
  const forget = () => void seen.delete(path);
  return value.then(
    (glance) => {
      if (glance === undefined) forget();
      return glance;
    },
    (thrown: unknown) => {
      forget();
      throw thrown;
    },
  );
}

function standing(
  name: TableName,
  glance: Glance,
  {manifest, isBuilding}: Surroundings,
): Pick<FileState, 'state' | 'sentence'> {
  if (name === 'unfiltered' || name === 'partial') return {state: isBuilding ? 'live' : 'whole'};
  const judged = manifest.value?.judge(name, glance);
  if (judged === 'whole') return {state: 'whole'};
  // The blocklist lives on between two seals: builds and people write it. A line that nobody can read is `unreadable`.
  if (name === 'blocklist') return {state: 'live'};
  if (manifest.sentence !== undefined) {
    return {state: 'changed', sentence: `The manifest cannot be read. ${manifest.sentence}`};
  }
  if (manifest.value?.wasThere === false) return {state: 'changed', sentence: noManifest};
  if (judged === 'unknown') {
    return {state: 'changed', sentence: 'The manifest knows nothing of it: it was not sealed here.'};
  }
  return {state: 'changed', sentence: 'Its SHA-256 differs from the manifest: it is not the file that was sealed.'};
}
