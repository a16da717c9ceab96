import {lstat, readFile, realpath} from 'node:fs/promises';
import {basename, dirname, join, relative, sep} from 'node:path';
import {Failure} from '../failure.ts';
import {isKept} from './own-places.ts';
import {pathsOf, profileName, rootIgnores} from './paths.ts';

/** A universe of a root, as flags name it. */
type Inside = {readonly profile?: string; readonly sample?: boolean};

/**
 * A folder inside a root is none of its own, whoever names it and however: roles that an admin of a sample market or a profile has would
 * count for the files and programs of the owner there, and the secrets of the root would be nobody's. Refused before anything else.
 */
export async function refuseInner(named: string, {sample = false}: Inside = {}): Promise<void> {
  const real = await realOf(named);
  const owner = await ownerOf(real);
  for (const folder of new Set([real, named])) {
    const outer = await outerOf(folder, owner);
    if (outer !== undefined) throw await refused(outer, folder, sample);
  }
}

/** The outermost root that a folder lies in. */
async function outerOf(folder: string, owner: number | undefined): Promise<string | undefined> {
  const above = foldersAbove(folder);
  for (const one of above) if (await isRoot(one, owner)) return one;
  for (const one of above)
    if (insideOf(one, folder) !== undefined && (await sharesRoot(one, folder, owner))) return one;
  return undefined;
}

/**
 * Whether this program has begun a root there. A folder `output`, `state` or `storage` may be anybody's, so what counts is what is in
 * them; and what another user has put above a root, such as in `/tmp`, counts for nothing.
 */
async function isRoot(folder: string, owner: number | undefined): Promise<boolean> {
  const {quotaLedger, lock, manifest} = pathsOf(folder);
  for (const path of [quotaLedger, lock, manifest]) if (await belongs(path, owner)) return true;
  const ignore = join(folder, '.gitignore');
  if (!(await belongs(ignore, owner))) return false;
  return (await readFile(ignore, 'utf8').catch(() => '')) === rootIgnores;
}

/** A root of which nothing is there yet but its settings, or not even those: a sample market is told by what each root gets and it does not. */
async function sharesRoot(root: string, folder: string, owner: number | undefined): Promise<boolean> {
  if (await belongs(pathsOf(root).settings, owner)) return true;
  if (basename(folder) !== 'sample' || (await ownerAt(join(folder, '.gitignore'))) !== undefined) return false;
  return (await ownerAt(pathsOf(folder).state)) !== undefined;
}

/** Which universe of a root a folder would be by its name; undefined where it would be none. */
function insideOf(root: string, folder: string): Inside | undefined {
  const names = relative(root, folder).split(sep);
  const sample = names.at(-1) === 'sample' && names.length !== 2;
  const [profiles, profile, ...rest] = sample ? names.slice(0, -1) : names;
  if (profiles === undefined) return {sample};
  if (profiles !== 'profiles' || profile === undefined || rest.length > 0 || !profileName.test(profile))
    return undefined;
  return {profile, sample};
}

async function refused(root: string, folder: string, wantsSample: boolean): Promise<Failure> {
  const inside = insideOf(root, folder);
  // What is not there is somebody's word, which may be a secret.
  if (inside === undefined || (await ownerAt(folder)) === undefined) {
    const isPast = relative(root, folder).split(sep).some(isKept);
    return failure(
      `The folder that was named ${isPast ? `is what a restore keeps in the root ${root}` : `lies inside the root ${root}`}, and is no root of its own`,
      `Name that root, --root ${root}, and in it a profile with --profile NAME or the sample market with --sample. A new root goes beside it.`,
    );
  }
  const {profile, sample = false} = inside;
  const profileWords = profile === undefined ? '' : ` --profile ${profile}`;
  const of = profile === undefined ? root : `profile ${profile} of ${root}`;
  return failure(
    `${folder} is ${sample ? `the sample market of ${of}` : `profile ${profile} of ${root}`}, and no root of its own`,
    `Name it so: --root ${root}${profileWords}${sample || wantsSample ? ' --sample' : ''}`,
  );
}

function failure(sentence: string, hint: string): Failure {
  return new Failure('usage.inner-root', `${sentence}; nothing was read or changed.`, {hint, kind: 'usage'});
}

/** From the top of the disk down. */
function foldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [...foldersAbove(above), above];
}

/** What a path leads to, as far as that is there. */
async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(await realOf(above), basename(path));
  }
}

/** Of a folder, or of that in which it would be made. */
async function ownerOf(path: string): Promise<number | undefined> {
  const above = dirname(path);
  return (await ownerAt(path)) ?? (above === path ? undefined : ownerOf(above));
}

async function belongs(path: string, owner: number | undefined): Promise<boolean> {
  const found = await ownerAt(path);
  return found !== undefined && found === owner;
}

/** Undefined where nothing is, and where this user may not look. */
async function ownerAt(path: string): Promise<number | undefined> {
  return (await lstat(path).catch(() => undefined))?.uid;
}
