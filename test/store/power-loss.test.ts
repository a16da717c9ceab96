import assert from 'node:assert/strict';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {loadRows} from '../../source/store/load-rows.ts';
import {LogFile, verifyLog} from '../../source/store/log-file.ts';
import {Rows} from '../../source/store/rows.ts';
import {type DiskStep, recordDisk} from './disk-recorder.ts';
import {type CrashState, crashStates} from './power-loss-model.ts';
import {type Item, itemOptions, stillClock, tempFolder, tickerOf} from './store-fixture.ts';

/** Rows by batches of three with publishing in between: every protocol of the store, on two folders. */
async function recordRows(t: TestContext, batches = 8): Promise<readonly DiskStep[]> {
  const folder = await tempFolder(t);
  await mkdir(join(folder, 'state'));
  const recorder = await recordDisk(folder);
  try {
    const rows = await Rows.open(rowOptions(folder));
    let count = 0;
    for (let batch = 0; batch < batches; batch++) {
      const items: Item[] = Array.from({length: 3}, (_, index) => ({
        symbol: tickerOf(count + index),
        value: count + index,
      }));
      await rows.append(items);
      count += items.length;
      recorder.acknowledge(count);
      if (batch % 3 === 1) await rows.checkpoint();
      if (batch % 4 === 2) await rows.replace([...rows.values()]);
    }
    await rows.close();
  } finally {
    recorder.stop();
  }
  return recorder.steps.map((step) => relocated(step, folder));
}

function rowOptions(folder: string) {
  return itemOptions(folder, {journal: join(folder, 'state', 'items.journal')});
}

/** Says what is wrong with a crash state, if anything. */
async function wrongWithRows(folder: string, state: CrashState): Promise<string | undefined> {
  await layOut(folder, state);
  const found = await loadRows(rowOptions(folder));
  if (found.setAside.length > 0) return 'something was taken for damage';
  for (let index = 0; index < state.acknowledged; index++) {
    if (found.rows.get(tickerOf(index))?.value !== index) return 'an acknowledged row is lost';
  }
  return undefined;
}

async function violations(t: TestContext, steps: readonly DiskStep[]): Promise<{states: number; wrong: string[]}> {
  const folder = await tempFolder(t);
  const wrong: string[] = [];
  let states = 0;
  for (const state of crashStates(steps)) {
    states++;
    const found = await wrongWithRows(join(folder, String(states)), state);
    await rm(join(folder, String(states)), {recursive: true});
    if (found) wrong.push(found);
  }
  return {states, wrong};
}

test('no power loss at any step loses an acknowledged row or looks like damage', async (t) => {
  const {states, wrong} = await violations(t, await recordRows(t, 24));

  assert.ok(states > 200, `only ${states} states`);
  assert.deepEqual(wrong, []);
});

const mutants: Readonly<Record<string, (steps: readonly DiskStep[]) => readonly DiskStep[]>> = {
  'without syncing folders': (steps) => steps.filter((step) => step.step !== 'sync-folder'),
  'without syncing the state folder': (steps) =>
    steps.filter((step) => step.step !== 'sync-folder' || !step.folder.endsWith('state')),
  'without syncing files': (steps) => steps.filter((step) => step.step !== 'sync'),
  'acknowledged before the sync': (steps) => swapped(steps, 'acknowledged', 'sync'),
  'journal emptied before its checkpoint is in its folder': (steps) => swapped(steps, 'truncate', 'sync-folder'),
};

for (const [name, mutate] of Object.entries(mutants)) {
  test(`the model catches a store ${name}`, async (t) => {
    const {wrong} = await violations(t, mutate(await recordRows(t)));

    assert.ok(wrong.length > 0);
  });
}

test('no power loss at any step loses an acknowledged log record or breaks its chain', async (t) => {
  const folder = await tempFolder(t);
  const recorder = await recordDisk(folder);
  try {
    const log = await LogFile.open({path: join(folder, 'ops.log'), clock: stillClock, maxBytes: 700});
    for (let count = 1; count <= 9; count++) {
      await log.append([{type: 'test.happened', count}]);
      recorder.acknowledge(count);
    }
    await log.close();
  } finally {
    recorder.stop();
  }
  const place = await tempFolder(t);
  let states = 0;

  for (const state of crashStates(recorder.steps.map((step) => relocated(step, folder)))) {
    const here = join(place, String(states++));
    await mkdir(here);
    await layOut(here, state);
    const log = await LogFile.open({path: join(here, 'ops.log'), clock: stillClock});
    const check = await verifyLog(join(here, 'ops.log'));
    await log.close();
    assert.equal(check.broken, undefined);
    assert.ok(check.head.seq >= state.acknowledged);
  }
  assert.ok(states > 30);
});

/** Each `early` trades places with the nearest `late` before it. */
function swapped(steps: readonly DiskStep[], early: DiskStep['step'], late: DiskStep['step']): readonly DiskStep[] {
  const next = [...steps];
  for (let index = 1; index < next.length; index++) {
    const step = next[index];
    if (step?.step !== early) continue;
    const before = next.slice(0, index).findLastIndex((other) => other.step === late);
    if (before === -1) continue;
    next.splice(index, 1);
    next.splice(before, 0, step);
  }
  return next;
}

function relocated(step: DiskStep, folder: string): DiskStep {
  const short = (path: string): string => path.replace(folder, '') || '/';
  switch (step.step) {
    case 'create':
    case 'unlink':
      return {...step, path: short(step.path)};
    case 'rename':
      return {...step, from: short(step.from), to: short(step.to)};
    case 'sync-folder':
      return {...step, folder: short(step.folder)};
    case 'write':
    case 'truncate':
    case 'sync':
    case 'acknowledged':
      return step;
  }
}

async function layOut(folder: string, state: CrashState): Promise<void> {
  await mkdir(join(folder, 'state'), {recursive: true});
  for (const [path, bytes] of state.files) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), bytes);
  }
}
