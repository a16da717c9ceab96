import {createHash} from 'node:crypto';
import {constants} from 'node:fs';
import {type FileHandle, open, readdir, realpath, stat, unlink} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import {Failure} from '../failure.ts';
import {blocksOf, type Chunks} from './blocks.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {expectPlain} from './expect-plain.ts';

export type {Chunks} from './blocks.ts';

export type FileSum = {readonly sha256: string; readonly bytes: number};
export type WriteDurably = {
  /** 0644 unless said. */
  readonly mode?: number;
  /** Read the bytes back before the rename: the only defence against a disk that lies. For small precious files. */
  readonly readBack?: boolean;
  /** Runs when all bytes are on disk and the earlier file still stands. */
  readonly beforeRename?: (sum: FileSum) => Promise<void>;
};

/**
 * Replaces a file so that every reader, and every crash, finds the old or the new content, whole.
 * write-file-atomic alone reports success for a file cut short by a full disk (it ignores the byte count) and loses the
 * rename on power loss (it never syncs the folder): so the bytes are written here, in its hook, and the folder synced after.
 */
export async function writeDurably(path: string, chunks: Chunks, options: WriteDurably = {}): Promise<FileSum> {
  await expectPlain(path);
  let sum: FileSum | undefined;
  const fill = async (temporary: string): Promise<void> => {
    sum = await fillFile(temporary, chunks);
    if (options.readBack) await expectSum(temporary, sum);
    await options.beforeRename?.(sum);
  };
  try {
    await writeFileAtomic(path, null, {mode: options.mode ?? 0o644, chown: false, tmpfileCreated: fill});
    await syncFolder(dirname(await realpath(path)));
  } catch (thrown) {
    throw diskFailure(path, 'written', thrown);
  }
  if (!sum) throw new Failure('file.failed', `${path} could not be written.`);
  return sum;
}

/** Everything of a buffer: a short write is continued, never taken for success. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const {bytesWritten} = await handle.write(bytes, written, bytes.length - written, position + written);
    if (bytesWritten === 0) throw Object.assign(new Error('The disk took no bytes.'), {code: 'ENOSPC'});
    written += bytesWritten;
  }
}

/** Makes a created, renamed or removed entry of a folder survive power loss. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (thrown) {
    // Windows and some network mounts cannot sync a folder; there the rename itself is all that can be had.
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes(codeOf(thrown) ?? '')) throw thrown;
  } finally {
    await handle.close();
  }
}

/** The text of a file, or undefined when there is none. Anything that is not UTF-8 is refused, not replaced. */
export async function readText(path: string): Promise<string | undefined> {
  const bytes = await readBytes(path);
  return bytes && textOf(path, bytes);
}

/** Opened for reading, where it is a regular file: at a pipe, `open` itself would wait for ever, and no signal would end that. */
export async function openPlain(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Failure('file.odd', `${path} is no regular file.`, {
    hint: 'Look at what stands there, and put the file back.',
  });
}

export async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    const handle = await openPlain(path);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw diskFailure(path, 'read', thrown);
  }
}

export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (cause) {
    throw new Failure('file.corrupt', `${path} is not UTF-8 text.`, {cause});
  }
}

export function sumOfBytes(bytes: Uint8Array): FileSum {
  return {sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length};
}

export async function sumOf(path: string): Promise<FileSum | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const block of (await openPlain(path)).createReadStream({highWaterMark: 256 * 1024})) {
      hash.update(block);
      bytes += block.length;
    }
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw diskFailure(path, 'read', thrown);
  }
  return {sha256: hash.digest('hex'), bytes};
}

/** What a killed process leaves of write-file-atomic: `NAME.EXT.digits`, or the name of a backup before the digits. */
const orphan = /\.(json|jsonl|txt|journal|log|enc|key|rows|gz|gitignore|example|\d{8}T\d{9}Z(-\d+)?)\.\d{1,10}$/;

/** Names of what killed writers left behind in a folder, and of what living ones are writing. */
export async function orphansIn(folder: string): Promise<readonly string[]> {
  return (await exists(folder)) ? (await readdir(folder)).filter((name) => orphan.test(name)) : [];
}

/** Removes what killed writers left behind in a folder, if there is one; only for whoever holds the lock of its writers. Says the names. */
export async function sweepOrphans(folder: string): Promise<readonly string[]> {
  const names = await orphansIn(folder);
  for (const name of names) await unlink(join(folder, name));
  return names;
}

async function fillFile(temporary: string, chunks: Chunks): Promise<FileSum> {
  const handle = await open(temporary, 'r+');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const block of blocksOf(chunks)) {
      await writeAll(handle, block, bytes);
      hash.update(block);
      bytes += block.length;
    }
    const {size} = await handle.stat();
    if (size !== bytes) throw new Failure('file.short', `${temporary} holds ${size} bytes instead of ${bytes}.`);
    await handle.sync();
    return {sha256: hash.digest('hex'), bytes};
  } finally {
    await handle.close();
  }
}

async function expectSum(path: string, expected: FileSum): Promise<void> {
  const found = await sumOf(path);
  if (found?.sha256 === expected.sha256) return;
  throw new Failure('file.misread', `The disk gave back other bytes for ${path} than were written.`, {
    hint: 'Check the disk before trusting this folder again.',
  });
}

export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
