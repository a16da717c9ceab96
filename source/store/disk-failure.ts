import {Failure} from '../failure.ts';

const causes: Readonly<Record<string, readonly [code: string, what: string, hint: string]>> = {
  ENOSPC: ['file.disk-full', 'the disk is full', 'Free some space, then run the same command again.'],
  EDQUOT: ['file.disk-full', 'the disk quota is used up', 'Free some space, then run the same command again.'],
  EFBIG: [
    'file.too-big',
    'it would be larger than this process may write',
    'Raise the limit (ulimit -f), then run the same command again.',
  ],
  EACCES: ['file.no-permission', 'permission was denied', 'Give this user the right to it, or choose another --root.'],
  EPERM: [
    'file.no-permission',
    'the operation is not permitted',
    'Look at its owner (ls -l) and its attributes (lsattr): it may not be append-only or immutable (chattr -a -i).',
  ],
  EROFS: ['file.read-only', 'it is read-only', 'Make it writable (mount or rights), or choose another --root.'],
  ENOENT: [
    'file.no-folder',
    'its folder could not be made',
    'Check the rights of the folders above it, or choose another --root.',
  ],
  EBUSY: ['file.busy', 'the file is busy', 'Mount the folder, not the single file, into the container.'],
  ENOTDIR: ['file.not-a-folder', 'a folder on its path is a file', 'Move that file away.'],
  EISDIR: ['file.is-a-folder', 'a folder stands in its place', 'Move that folder away.'],
  EMFILE: ['file.too-many-open', 'too many files are open', 'Raise the limit of open files (ulimit -n).'],
  EIO: ['file.io', 'the disk reported an input/output error', 'Check the disk before trusting this folder again.'],
};

/** The error code of Node's file functions, such as `ENOENT`. */
export function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** One sentence for what the disk refused; a Failure passes through. */
export function diskFailure(path: string, verb: 'read' | 'written', thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = codeOf(thrown) ?? 'unknown error';
  const known = causes[code];
  const earlier = verb === 'written' ? ' What was saved before stands unchanged.' : '';
  if (!known) return new Failure('file.failed', `${path} could not be ${verb} (${code}).${earlier}`, {cause: thrown});
  return new Failure(known[0], `${path} could not be ${verb}: ${known[1]}.${earlier}`, {hint: known[2], cause: thrown});
}

const hintsOfNamed: Readonly<Record<string, string>> = {
  'file.no-permission': 'Give this user the right to it, or name a file elsewhere.',
  'file.read-only': 'Make it writable (mount or rights), or name a file elsewhere.',
  'file.no-folder': 'Make its folder first, or name a file elsewhere.',
};

/** What the disk refused of a file that a person named: another root would be no help. */
export function namedFileFailure(path: string, verb: 'read' | 'written', thrown: unknown): Failure {
  const {code, message, hint, kind, cause} = diskFailure(path, verb, thrown);
  const named = hintsOfNamed[code] ?? hint;
  return new Failure(code, message, {kind, cause, ...(named === undefined ? {} : {hint: named})});
}

/** A folder of a path that a person named: nothing is made there but the file, for a folder that is not there is mostly a slip. */
export function namedFolderFailure(folder: string, thrown: unknown): Failure {
  if (codeOf(thrown) !== 'ENOENT') return namedFileFailure(folder, 'read', thrown);
  return new Failure('file.no-folder', `The folder ${folder} does not exist; nothing was written.`, {
    hint: 'Make it first, or name a file elsewhere.',
    kind: 'usage',
  });
}

/** A file stands where this program keeps files of its own. */
export function notAFolder(folder: string, cause: unknown): Failure {
  return new Failure('file.not-a-folder', `${folder} is a file, where a folder belongs.`, {
    hint: 'Look at it and move it away, then run the same command again.',
    cause,
  });
}
