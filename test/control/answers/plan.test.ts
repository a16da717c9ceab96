import assert from 'node:assert/strict';
import {writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {answerPlan} from '../../../source/control/answers/plan.ts';
import {answerProviders} from '../../../source/control/answers/providers.ts';
import {sealFormat} from '../../../source/engine/formats.ts';
import {saveState} from '../../../source/store/format.ts';
import {inState} from '../../../source/store/paths.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

const lastSeal = {
  buildId: 'a',
  session: '2026-02-27',
  sealedAt: '2026-02-28T01:00:00.000Z',
  sources: [],
  candidates: 12_000,
  asked: {'price nasdaq': 2, 'price yahoo': 30},
};

test('a plan counts calls as the last seal made them, beside what each window allows', async (t) => {
  const {reading, paths} = await sealedRoot(t, {spent: 3});
  await saveState(inState(paths, 'seal.json'), sealFormat, lastSeal);

  const answer = await answerPlan(reading);

  assert.deepEqual(
    answer.steps.map(({pass, provider, calls}) => `${pass} ${provider} ${calls}`),
    ['collect nasdaqtrader 2', 'collect nasdaq 2', 'price nasdaq 2', 'price yahoo 30'],
  );
  assert.deepEqual([answer.session, answer.calls, answer.fits], ['2026-03-02', 36, true]);
  assert.deepEqual(
    answer.quotas.find(({provider, per}) => provider === 'nasdaqtrader' && per === 'day'),
    {
      provider: 'nasdaqtrader',
      per: 'day',
      limit: 200,
      spent: 3,
      planned: 2,
      fits: true,
    },
  );
});

test('a plan counts the calls of a cross-check that is on, against the quotas of its source too', async (t) => {
  const {reading, paths, settings} = await sealedRoot(t);
  await saveState(inState(paths, 'seal.json'), sealFormat, lastSeal);
  await settings({crossCheck: {enabled: true, sources: ['yahoo'], maxDivergence: 0.005}});

  const {steps, calls, quotas} = await answerPlan(reading);

  const judge = steps.find(({pass}) => pass === 'judge');
  assert.deepEqual([judge?.provider, judge?.calls], ['yahoo', 150]);
  assert.equal(calls, 186);
  assert.equal(quotas.find(({provider, per}) => provider === 'yahoo' && per === 'day')?.planned, 180);
});

test("a plan that asks for more than is left of a day does not fit, a minute's quota only takes time", async (t) => {
  const {reading} = await sealedRoot(t, {spent: 199});

  const {fits, quotas} = await answerPlan(reading);

  assert.equal(fits, false);
  assert.deepEqual(
    quotas.filter(({provider}) => provider === 'nasdaqtrader').map(({per, fits: each}) => [per, each]),
    [
      ['minute', true],
      ['day', false],
    ],
  );
});

test('a damaged record of the last seal is named, and the plan is that of a first night', async (t) => {
  const {reading, paths} = await sealedRoot(t);
  await writeFile(inState(paths, 'seal.json'), '{');

  assert.match((await answerPlan(reading)).sentence ?? '', /first night\. .*seal\.json is not whole JSON/);
});

test('every provider says what it can, where it is used, and what is in force', async (t) => {
  const {reading, settings, clock} = await sealedRoot(t, {spent: 5});
  const emptyAt = new Date(clock.now().getTime() + 1000).toISOString();
  await settings({providers: {yahoo: {enabled: false}, nasdaq: {baseUrl: 'http://127.0.0.1:9/'}}});

  const rows = new Map((await answerProviders(reading)).map((row) => [row.id, row]));

  assert.deepEqual(rows.get('nasdaqtrader'), {
    id: 'nasdaqtrader',
    title: rows.get('nasdaqtrader')?.title,
    tier: 'free',
    enabled: true,
    capabilities: ['symbols'],
    passes: ['collect'],
    baseUrl: 'https://www.nasdaqtrader.com',
    needsCredentials: false,
    quotas: [
      {per: 'minute', limit: 12, spent: 5, emptyAt},
      {per: 'day', limit: 200, spent: 5, emptyAt},
    ],
  });
  assert.deepEqual([rows.get('yahoo')?.enabled, rows.get('yahoo')?.passes], [false, []]);
  assert.equal(rows.get('nasdaq')?.baseUrl, 'http://127.0.0.1:9/');
  assert.equal(rows.get('sample')?.enabled, false);
});

test('in the sample market its own provider does everything, and no other one anything', async (t) => {
  const {reading} = await sealedRoot(t, {place: {sample: true}});

  const used = (await answerProviders(reading)).filter(({passes}) => passes.length > 0);

  assert.deepEqual(
    used.map(({id, enabled}) => [id, enabled]),
    [['sample', true]],
  );
});
