import {randomInt} from 'node:crypto';
import {constants, type Stats} from 'node:fs';
import {type FileHandle, link, lstat, open, unlink} from 'node:fs/promises';
import {dirname} from 'node:path';
import {Failure} from '../failure.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {syncFolder, textOf, writeAll} from './file.ts';

export type Closed = {
  /** Mode bits that nobody may have set; those of group and others unless said. */
  readonly forbidden?: number;
  /** User ids that may own the file; this process's own unless said. */
  readonly owners?: readonly number[];
};

const mostBytes = 1024 * 1024;

/**
 * The text of a file that its owner alone may see; undefined when there is none. It is judged by the opened file, so
 * that nobody can swap it in between, and a link is not followed: where it leads, another user may decide.
 */
export async function readClosed(path: string, rules: Closed = {}): Promise<string | undefined> {
  const handle = await openClosed(path);
  if (!handle) return undefined;
  try {
    const stats = await handle.stat();
    refuseOpenness(path, stats, rules);
    return closedText(path, await handle.readFile());
  } catch (thrown) {
    throw diskFailure(path, 'read', thrown);
  } finally {
    await handle.close();
  }
}

/**
 * Makes a file of mode 0600 that was not there. It is filled under another name and linked to its own, which fails
 * where somebody was faster: so it is never half there, not even after a crash, and nothing is ever overwritten.
 */
export async function createClosed(path: string, text: string): Promise<void> {
  // A name that the sweep of killed writers knows.
  const temporary = `${path}.${randomInt(1e9)}`;
  try {
    await fill(temporary, Buffer.from(text));
    try {
      await link(temporary, path);
    } finally {
      await unlink(temporary);
    }
    await syncFolder(dirname(path));
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') throw taken(path);
    throw diskFailure(path, 'written', thrown);
  }
}

/** Whether anything stands under this name, a link that leads nowhere included. */
export async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw diskFailure(path, 'read', thrown);
  }
}

/** Whether a file is there; refuses what is none, as reading would, a link included. */
export async function isRegular(path: string): Promise<boolean> {
  try {
    if (!(await lstat(path)).isFile()) throw notRegular(path);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw diskFailure(path, 'read', thrown);
  }
}

/** The user that this process acts as; undefined where the platform has no such numbers. */
export function ownUser(): number | undefined {
  return process.geteuid?.();
}

async function openClosed(path: string): Promise<FileHandle | undefined> {
  // Without O_NONBLOCK a pipe in its place would hold us until somebody writes to it.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  try {
    return await open(path, flags);
  } catch (thrown) {
    const code = codeOf(thrown) ?? '';
    if (code === 'ENOENT') return undefined;
    // A link, and a socket.
    if (['ELOOP', 'EMLINK', 'ENXIO'].includes(code)) throw notRegular(path);
    throw diskFailure(path, 'read', thrown);
  }
}

function refuseOpenness(path: string, stats: Stats, rules: Closed): void {
  const {forbidden = 0o077, owners} = rules;
  if (!stats.isFile()) throw notRegular(path);
  if (stats.size > mostBytes) {
    throw refusal('file.too-large', `${path} is larger than ${mostBytes / 1024 / 1024} MiB`, {
      hint: 'Put the right file in its place.',
    });
  }
  const own = ownUser();
  // Windows knows neither owners by number nor these modes.
  if (own === undefined) return;
  if (!(owners ?? [own]).includes(stats.uid)) {
    throw refusal('file.foreign', `${path} belongs to another user`, {
      hint: `Make the user who runs this its owner (chown ${own} ${path}), once you trust what is in it.`,
    });
  }
  if ((stats.mode & forbidden) !== 0) {
    const mode = (stats.mode & 0o777).toString(8).padStart(4, '0');
    throw refusal('file.not-closed', `${path} is open to others (mode ${mode})`, {
      hint: `Close it (chmod 600 ${path}); if others could read it, put something new in its place.`,
    });
  }
}

/** What is no text cannot be what was put there, and so is a matter of credentials. */
function closedText(path: string, bytes: Buffer): string {
  try {
    return textOf(path, bytes);
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    throw new Failure(thrown.code, thrown.message, {hint: 'Put the right file in its place.', kind: 'credentials'});
  }
}

function notRegular(path: string): Failure {
  return refusal('file.odd', `${path} is not a regular file`, {
    hint: 'Put the file itself in its place; links and devices are not followed.',
  });
}

function refusal(code: string, what: string, {hint}: {readonly hint: string}): Failure {
  return new Failure(code, `${what}, so it is not read.`, {hint, kind: 'credentials'});
}

function taken(path: string): Failure {
  return new Failure('file.exists', `${path} is there already, and is not overwritten.`, {
    hint: 'Name another file, or look at what is there and take it away.',
    kind: 'usage',
  });
}

async function fill(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'wx+', 0o600);
  try {
    await writeAll(handle, bytes, 0);
    await handle.sync();
    const read = Buffer.alloc(bytes.length);
    await handle.read(read, 0, read.length, 0);
    if (!read.equals(bytes)) {
      throw new Failure('file.misread', `The disk gave back other bytes for ${path} than were written.`, {
        hint: 'Check the disk before trusting this folder again.',
      });
    }
  } catch (thrown) {
    await unlink(path);
    throw thrown;
  } finally {
    await handle.close();
  }
}
