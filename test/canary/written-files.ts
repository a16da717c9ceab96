import {lstat, readdir, readFile, readlink} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {Readable} from 'node:stream';
import {gunzipSync} from 'node:zlib';
import {Parser, type ReadEntry} from 'tar';
import type {Written} from './search.ts';

/** Every file below a folder, links by what they say, archives and compressed files as they are and unpacked. */
export async function* filesBelow(folder: string, name: string): AsyncGenerator<Written> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const place = `${name}/${relative(folder, path)}`;
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink()) yield {place, bytes: await readlink(path)};
    // Folders, sockets and pipes hold nothing; their names are looked at all the same.
    else if (!found?.isFile()) yield {place, bytes: ''};
    else yield* unpacked(place, await readFile(path));
  }
}

async function* unpacked(place: string, bytes: Buffer): AsyncGenerator<Written> {
  yield {place, bytes};
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return;
  const inner = gunzipSync(bytes);
  yield {place: `${place} (unzipped)`, bytes: inner};
  if (inner.subarray(257, 262).toString('latin1') !== 'ustar') return;
  for (const entry of await entriesOf(inner)) yield* unpacked(`${place}:${entry.place}`, entry.bytes);
}

async function entriesOf(archive: Buffer): Promise<readonly {place: string; bytes: Buffer}[]> {
  const entries: {place: string; bytes: Buffer}[] = [];
  const parser = new Parser({
    onReadEntry: (entry: ReadEntry) => {
      const pieces: Buffer[] = [];
      entry.on('data', (piece: Buffer) => pieces.push(piece));
      entry.on('end', () => entries.push({place: entry.path, bytes: Buffer.concat(pieces)}));
    },
  });
  await new Promise<void>((done, failed) => {
    parser.on('end', done).on('error', failed);
    Readable.from([archive])
      .on('data', (piece: Buffer) => void parser.write(piece))
      .on('end', () => void parser.end());
  });
  return entries;
}
