import {rm} from 'node:fs/promises';
import {isDeepStrictEqual} from 'node:util';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import {defineFormat, type Loaded, loadState, peekState, saveState} from './format.ts';
import {inState, type Paths} from './paths.ts';

const owedFormat = defineFormat('owed records', z.object({records: z.array(z.record(z.string(), z.unknown()))}));

type Owed = z.infer<typeof owedFormat.schema>;

const fileOf = (paths: Paths): string => inState(paths, 'owed-records.json');

/** What the ops log could not take before its engine ended, oldest first. */
export function loadOwed(paths: Paths, clock: Clock): Promise<Loaded<Owed>> {
  return loadState(fileOf(paths), owedFormat, clock);
}

/** Keeps records beside the log that refused them. A disk that takes nothing still holds what it took before: that is kept already. */
export async function keepOwed(paths: Paths, unwritten: readonly object[]): Promise<void> {
  const records = unwritten.map((record) => ({...record}));
  const kept = await peekState(fileOf(paths), owedFormat).catch(() => undefined);
  if (!isDeepStrictEqual(kept?.records, records)) await saveState(fileOf(paths), owedFormat, {records});
}

export async function forgetOwed(paths: Paths): Promise<void> {
  await rm(fileOf(paths), {force: true});
}
