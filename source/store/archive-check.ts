import {createHash} from 'node:crypto';
import {list, type ReadEntry} from 'tar';
import {z} from 'zod';
import {Failure} from '../failure.ts';
import {Kind} from './archive-kind.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {defineFormat, type Format, openState} from './format.ts';
import {isThere} from './user-file.ts';

/** Where the checksums stand in the archive; its first entry. */
export const MANIFEST = 'state/snapshot.json';
const MAX_MANIFEST = 64 * 1024 * 1024;

const Files = z.object({
  /** Of which universe it is; snapshots of before do not say. */
  kind: Kind.optional(),
  files: z.record(z.string(), z.object({sha256: z.string(), bytes: z.number().int().nonnegative()})),
});
type Files = Readonly<z.infer<typeof Files>>;
export const snapshotFormat: Format<Files> = defineFormat('snapshot', Files);

const tops = ['settings.json', 'output', 'state', 'storage/secrets', 'providers', 'profiles'];

/** Reads the whole archive: every entry a plain file in its place, named and whole by the checksums, none missing. */
export async function checkArchive(file: string): Promise<Files> {
  const seen = new Map<string, string>();
  let manifest: Files | undefined;
  let wrong: string | undefined;
  const look = (entry: ReadEntry): void => {
    if (seen.size === 0 && entry.path !== MANIFEST)
      wrong ??= `${JSON.stringify(entry.path)} stands before its checksums`;
    wrong ??= refusal(entry, seen);
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    seen.set(entry.path, '');
    entry.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      if (entry.path === MANIFEST && entry.size <= MAX_MANIFEST) kept.push(chunk);
    });
    entry.on('end', () => {
      seen.set(entry.path, hash.digest('hex'));
      if (entry.path === MANIFEST) manifest = manifestOf(Buffer.concat(kept).toString('utf8'));
    });
  };
  // At a pipe, the archive's own opening would wait for ever.
  await isThere(file);
  try {
    await list({file, strict: true, onReadEntry: look});
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    if (codeOf(thrown) === 'ENOENT') throw new Failure('snapshot.absent', `${file} does not exist.`, {kind: 'usage'});
    if (['EACCES', 'EISDIR', 'EIO'].includes(codeOf(thrown) ?? '')) throw diskFailure(file, 'read', thrown);
    throw damaged(file, 'it is not a whole tar.gz archive', thrown);
  }
  if (wrong) throw damaged(file, wrong);
  if (!manifest) throw damaged(file, 'its checksums are missing or damaged');
  for (const name of new Set([...Object.keys(manifest.files), ...seen.keys()])) {
    if (name !== MANIFEST && manifest.files[name]?.sha256 !== seen.get(name))
      throw damaged(file, `${name} is not whole`);
  }
  return manifest;
}

function refusal(entry: ReadEntry, seen: ReadonlyMap<string, string>): string | undefined {
  const shown = JSON.stringify(entry.path.slice(0, 200));
  if (entry.type !== 'File' && entry.type !== 'OldFile') return `${shown} is not a plain file`;
  if (seen.has(entry.path)) return `${shown} is in it twice`;
  const steps = entry.path.split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..')) return `${shown} leads out of its folder`;
  if (/[\\\0:]/.test(entry.path)) return `${shown} is no portable name`;
  if (!tops.some((top) => entry.path === top || entry.path.startsWith(`${top}/`)))
    return `${shown} does not belong there`;
  if (entry.path.includes('/storage/keys/')) return `${shown} is a master key`;
  return undefined;
}

function manifestOf(text: string): Files | undefined {
  try {
    return openState('The list of checksums', snapshotFormat, text);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'format.newer') throw thrown;
    return undefined;
  }
}

function damaged(file: string, because: string, cause?: unknown): Failure {
  return new Failure('snapshot.damaged', `${file} cannot be restored: ${because}.`, {
    hint: 'Nothing was changed; use another snapshot.',
    ...(cause === undefined ? {} : {cause}),
  });
}
