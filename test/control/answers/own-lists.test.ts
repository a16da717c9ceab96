import assert from 'node:assert/strict';
import {chmod, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {answerDoctor} from '../../../source/control/answers/doctor.ts';
import {answerPlan} from '../../../source/control/answers/plan.ts';
import type {Reading} from '../../../source/control/reading.ts';
import {Failure} from '../../../source/failure.ts';
import {loadProviders} from '../../../source/provider/load.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';
import {wired} from '../../helpers/wired.ts';

const columns = {exchange: 'exchange'};

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new Failure('provider.file', `${path} is not there.`);
  });
}

/** A root whose list source is a file of one's own, before others that are named. */
async function scene(t: TestContext, text?: string, others: readonly string[] = []) {
  const root = await sealedRoot(t);
  const path = join(root.paths.root, 'my.csv');
  if (text !== undefined) await writeFile(path, text);
  const options = {path, columns};
  await root.settings({minUniverse: 1, providers: {csv: {options}}, priority: {symbols: ['csv', ...others]}});
  const csv = (await loadProviders()).get('csv');
  assert.ok(csv);
  const connections: Reading['connections'] = async () =>
    new Map([
      ...(await root.reading.connections()),
      ['csv', wired(csv, {settings: {options}, readUserFile: readText}).connection] as const,
    ]);
  const reading: Reading = {...root.reading, connections};
  const {healthy, checks} = await answerDoctor(reading, {name: 'doctor', reach: false});
  const plan = await answerPlan(reading);
  return {healthy, check: checks.find(({check}) => check === 'list csv'), plan};
}

for (const [what, text, words] of [
  ['is not there', undefined, /my\.csv is not there\./],
  ['lacks its column', 'Ticker\nAAPL\n', /line 1: there is no column "symbol"/],
  ['is empty', 'symbol,exchange\n', /is empty\./],
  ['has a line too short', 'symbol,exchange\nAAPL\n', /line 2: it has 1 fields/],
  ['names no exchange', 'symbol,exchange\nAAPL,\n', /does not say on which exchange/],
] as const) {
  test(`an only list that ${what} keeps a root from being well, and its plan says that a build would pause`, async (t) => {
    const {healthy, check, plan} = await scene(t, text);

    assert.deepEqual([healthy, check?.passed], [false, false]);
    assert.match(check?.sentence ?? '', words);
    assert.deepEqual(plan.unread, {sentence: check?.sentence, isPause: true});
  });
}

test('beside another list source a build goes on without one that cannot be read', async (t) => {
  const {healthy, plan} = await scene(t, undefined, ['nasdaqtrader']);

  assert.deepEqual([healthy, plan.unread?.isPause], [false, false]);
});

test('a list that can be read is well', async (t) => {
  const {healthy, check, plan} = await scene(t, 'symbol,exchange\nAAPL,NASDAQ\nIBM,NYSE\n');

  assert.deepEqual([healthy, check?.sentence], [true, 'The list of your own can be read and holds 2 symbols.']);
  assert.equal(plan.unread, undefined);
});

for (const [what, prepare, passed, words] of [
  ['is not there', async () => {}, false, /hook cannot be started: \S+hook is not there\./],
  ['may not be run', (path: string) => writeFile(path, '#!/bin/sh\n', {mode: 0o600}), false, /chmod \+x/],
  [
    'can be started',
    async (path: string) => {
      await writeFile(path, '#!/bin/sh\n');
      await chmod(path, 0o700);
    },
    true,
    /rotation run --due replaces/,
  ],
] as const) {
  test(`a rotation hook that ${what} is ${passed ? 'well' : 'not'}`, async (t) => {
    const root = await sealedRoot(t);
    const hook = join(root.paths.root, 'hook');
    await prepare(hook);
    await root.settings({minUniverse: 1, rotation: {hook: [hook]}});

    const {checks} = await answerDoctor(root.reading, {name: 'doctor', reach: false, production: true});

    const found = checks.find(({check}) => check === 'rotation-hook');
    assert.equal(found?.passed, passed);
    assert.match(found?.sentence ?? '', words);
  });
}
