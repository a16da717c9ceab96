import assert from 'node:assert/strict';
import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {Host} from '../../source/compose.ts';
import type {Command} from '../../source/control/control.ts';
import {bundle} from '../helpers/bundle.ts';
import {killed, strideOf} from './killed.ts';
import {openAgain} from './open-again.ts';

const actor = {name: userInfo().username, via: 'command'} as const;
const madeUp = (word: string): string => word.repeat(8);

type Ground = {readonly root: string; readonly restore: Command; readonly again: () => Promise<void>};

/** A root whose credentials were changed since its snapshot, and the way back to it for the next kill. */
async function ground(t: TestContext): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-restore-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const [root, kept, file] = [join(folder, 'root'), join(folder, 'kept'), join(folder, 'snapshot.tar.gz')];
  await opened(root, async ({control}) => {
    await control.perform(set('first'), actor);
    await control.perform({name: 'snapshot', file}, actor);
    await control.perform(set('second'), actor);
  });
  await cp(root, kept, {recursive: true});
  const again = async (): Promise<void> => {
    await rm(root, {recursive: true, force: true});
    await cp(kept, root, {recursive: true});
  };
  return {root, restore: {name: 'restore', file, justification: 'a test of the way back'}, again};
}

function set(word: string): Command {
  return {name: 'credentials.set', provider: 'polygon', values: {apiKey: madeUp(word)}};
}

async function opened<Said>(root: string, work: (host: Host) => Promise<Said>): Promise<Said> {
  const host = await openAgain(root);
  try {
    return await work(host);
  } finally {
    await host.release();
  }
}

test('killed at every thirteenth call to the disk, a restore leaves a root that opens, with secrets that are on record', async (t) => {
  const {file: script, remove} = await bundle(new URL('./own-file-child.ts', import.meta.url));
  t.after(remove);
  const {root, restore, again} = await ground(t);
  const came = new Set<unknown>();
  const order = JSON.stringify(restore);

  for (
    let at = 1;
    await killed(script, [root, order, `${at}`, at % 2 === 0 ? 'before' : 'after']);
    at += strideOf(13)
  ) {
    await opened(root, async ({control}) => {
      const {checks} = await control.query({name: 'audit'});
      const {halted} = await control.query({name: 'status'});
      const {data} = await control.perform({name: 'credentials.reveal', provider: 'polygon'}, actor);

      assert.deepEqual([halted, checks.filter(({passed}) => !passed)], [undefined, []], `after call ${at}`);
      came.add(JSON.stringify(data?.values));
    });
    await again();
  }

  const values = ['first', 'second'].map((word) => JSON.stringify({apiKey: madeUp(word)}));
  assert.deepEqual([...came].sort(), values, 'some moments come before it is restored, some after');
});
