import {mkdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import {defineFormat, loadState, saveState} from './format.ts';

const format = defineFormat('answer', z.unknown());
const plainName = /[^\w.-]/g;

/** Bulk answers of the build in progress, one checksummed file each, so that no restart asks for them again. */
export function answerShelf(folder: string, clock: Clock) {
  const path = (provider: string, key: string): string =>
    join(folder, `${provider}-${key.replace(plainName, '_')}.json`);
  return {
    /** The answer, or undefined where it was never kept or cannot be trusted any more. */
    load: async (provider: string, key: string): Promise<unknown> =>
      (await loadState(path(provider, key), format, clock)).value,
    save: async (provider: string, key: string, value: unknown): Promise<void> => {
      await mkdir(folder, {recursive: true, mode: 0o700});
      await saveState(path(provider, key), format, value);
    },
  };
}

/** For a new build: what an earlier one was told is no answer to it. */
export async function forgetAnswers(folder: string): Promise<void> {
  await rm(folder, {recursive: true, force: true});
}
