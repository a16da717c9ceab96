import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import type {House} from './house.ts';
import {type KeyedSource, keyedSource, madeKey, openKeyedHouse, pairForm} from './keyed-house.ts';
import {bulk, ordinary} from './ordinary.ts';

export type RotationScene = {
  readonly house: House;
  readonly acme: KeyedSource;
  /** What the hook prints from now on, and how it ends. */
  readonly hookPrints: (text: string, ending?: string) => Promise<void>;
  /** The arguments of each call of the hook. */
  readonly hookCalls: () => Promise<readonly string[]>;
};

/** A provider with a key of ninety days, another without any, and a hook that is a program of its own. */
export async function rotationScene(t: TestContext): Promise<RotationScene> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-hook-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const program = join(folder, 'hook.sh');
  const [printed, calls] = [join(folder, 'printed'), join(folder, 'calls')];
  const acme = keyedSource('acme');
  const duo = keyedSource('duo', ordinary(), {...bulk, credentials: pairForm});
  const house = await openKeyedHouse(t, [acme, duo], {
    settings: {rotation: {hook: [program, 'renew'], maxAgeDays: 90, windowDays: 7, noticeDays: 14}},
    environment: {PATH: process.env.PATH ?? ''},
  });
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  return {
    house,
    acme,
    hookPrints: async (text, ending = 'exit 0') => {
      await writeFile(printed, text);
      await writeFile(program, `#!/bin/sh\necho "$@" >> '${calls}'\ncat '${printed}'\n${ending}\n`);
      await chmod(program, 0o700);
    },
    hookCalls: async () => {
      const text = await readFile(calls, 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    },
  };
}
