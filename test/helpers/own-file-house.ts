import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {TestContext} from 'node:test';
import {Failure, sentenceOf} from '../../source/failure.ts';
import {type House, tuesday, wednesday} from './house.ts';
import {deedsOf, keyedSource, madeKey, openKeyedHouse} from './keyed-house.ts';

export const words = 'words of my own';

/** A root with credentials, their backup, and one file of a person's own outside of the root. */
export async function furnished(t: TestContext): Promise<{house: House; file: string; folder: string}> {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  for (const moment of [tuesday, wednesday]) {
    await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
    await house.goTo(moment);
  }
  const folder = await ownFolder(t);
  await writeFile(join(folder, 'plain'), words);
  return {house, folder, file: await encrypted(house, join(folder, 'own.enc'))};
}

/** Where a person keeps files of their own. */
export async function ownFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-own-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  return folder;
}

export async function encrypted(house: House, output: string): Promise<string> {
  await house.perform({name: 'secrets.encrypt', file: join(dirname(output), 'plain'), output});
  return output;
}

export const drop = (house: House, more: {despiteLog?: boolean} = {}) =>
  house.perform({name: 'keys.rotate', dropOld: true, ...more});

export const keysIn = async ({paths}: House) => (await readFile(paths.key, 'utf8')).trim().split('\n');

export const textIn = async (house: House, file: string) =>
  Buffer.from(String((await house.perform({name: 'secrets.decrypt', file})).data?.base64), 'base64').toString();

const keeps = (sentence: RegExp) => (thrown: unknown) =>
  thrown instanceof Failure && thrown.kind === 'credentials' && sentence.test(sentenceOf(thrown));

/** The earlier keys stay, whatever is asked, and each file opens still. */
export async function refused(house: House, sentence: RegExp): Promise<void> {
  const before = await readFile(house.paths.key, 'utf8');
  await assert.rejects(drop(house), keeps(sentence));
  assert.equal(await readFile(house.paths.key, 'utf8'), before);
  assert.equal((await deedsOf(house.paths)).at(-1), 'key-rotate failed');
}

export async function restored(house: House, snapshot: string): Promise<void> {
  await house.perform({name: 'restore', file: snapshot, justification: 'moved back'});
  await house.reopen();
}
