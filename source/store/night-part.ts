import {createReadStream} from 'node:fs';
import {readFile, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {constants, createGzip, gunzip} from 'node:zlib';
import {Failure} from '../failure.ts';
import {exists, type FileSum, readBytes, sumOfBytes, sweepOrphans, textOf, writeDurably} from './file.ts';

export const nightParts = {
  final: 'symbol_universe.json',
  unfiltered: 'symbol_universe.unfiltered.json',
  blocklist: 'screener_blocklist.txt',
  verdicts: 'verdicts.jsonl',
} as const;
export type NightPart = keyof typeof nightParts;

const unzip = promisify(gunzip);

export type NightFolder = {
  readonly folder: string;
  readonly session: string;
  readonly buildId: string;
  readonly files: Readonly<Partial<Record<NightPart, FileSum>>>;
};

/** Where an earlier seal of a night is kept. */
export function supersededFolder(folder: string, buildId: string): string {
  return join(folder, 'superseded', buildId.replace(/[^\w.-]/g, '_'));
}

/** The text of a part by its checksum, in its place or where a later seal was about to put it away, compressed or not. */
export async function partText({folder, session, buildId, files}: NightFolder, part: NightPart): Promise<string> {
  const expected = files[part]?.sha256;
  for (const place of [folder, supersededFolder(folder, buildId)]) {
    const path = join(place, nightParts[part]);
    const plain = expected === undefined ? undefined : await readBytes(path);
    if (plain && sumOfBytes(plain).sha256 === expected) return textOf(path, plain);
    const zipped = await readFile(`${path}.gz`).catch(() => undefined);
    const bytes = zipped && (await unzip(zipped).catch(() => undefined));
    if (bytes && sumOfBytes(bytes).sha256 === expected) return textOf(path, bytes);
  }
  throw new Failure('history.damaged', `${nightParts[part]} of ${session} is missing or damaged.`, {kind: 'unfit'});
}

/** Compresses the parts of a night that are still plain. */
export async function compress(folder: string): Promise<void> {
  for (const name of Object.values(nightParts)) {
    const path = join(folder, name);
    if (!(await exists(path))) continue;
    await sweepOrphans(folder);
    await writeDurably(`${path}.gz`, createReadStream(path).pipe(createGzip({level: constants.Z_BEST_SPEED})));
    await unlink(path);
  }
}

/** Copies a file as it is now. */
export function copy(from: string, to: string): Promise<FileSum> {
  return writeDurably(to, createReadStream(from));
}
