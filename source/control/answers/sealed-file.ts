import {type FileSum, readBytes, sumOfBytes, textOf} from '../../store/file.ts';
import {decodeUniverse, type UniverseFile} from '../../store/formats/universe-file.ts';
import {Manifest} from '../../store/manifest.ts';
import type {Reading} from '../reading.ts';
import {type Attempt, attempt} from './attempt.ts';

/** The file that screeners read, looked at from every side at one moment. */
export type SealedFile = {
  readonly path: string;
  readonly sum: FileSum;
  readonly judged: Attempt<ReturnType<Manifest['judge']> | 'no-manifest'>;
  /** As JSON, before any schema: placeholders and doubles are looked for here. */
  readonly raw: Attempt<unknown>;
  readonly file: Attempt<UniverseFile>;
};

/** Undefined when there is no such file. */
export async function lookAtSealed(reading: Reading): Promise<SealedFile | undefined> {
  const seen = await look(reading);
  // A seal may have happened between file and manifest; what is really changed is so the second time too.
  return seen?.judged.value === 'changed' ? look(reading) : seen;
}

async function look({paths, clock}: Reading): Promise<SealedFile | undefined> {
  const path = paths.final;
  const bytes = await readBytes(path);
  if (bytes === undefined) return undefined;
  const sum = sumOfBytes(bytes);
  return {
    path,
    sum,
    judged: await attempt(async () => {
      const manifest = await Manifest.peek(paths.manifest, clock);
      return manifest.wasThere ? manifest.judge('final', sum) : 'no-manifest';
    }),
    raw: await attempt(async () => JSON.parse(textOf(path, bytes))),
    file: await attempt(async () => decodeUniverse(textOf(path, bytes))),
  };
}
