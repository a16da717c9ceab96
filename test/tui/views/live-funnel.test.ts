import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BuildEvent} from '../../../source/engine/event.ts';
import {firstModel, type Model} from '../../../source/tui/model.ts';
import {reduceReport} from '../../../source/tui/reduce-report.ts';
import {makeTheme} from '../../../source/tui/theme.ts';
import {drawFunnel} from '../../../source/tui/views/draw-funnel.ts';
import {countRules, funnelShown, sum} from '../../../source/tui/views/live-funnel.ts';
import {judge} from '../../../source/universe/judge.ts';
import {listings, sealedScene, wideCriteria} from '../../helpers/dashboard-scene.ts';

const first = firstModel({root: '/u', sample: true}, {size: {columns: 80, rows: 24}, now: 0});
const b = {buildId: 'b'};
const started: BuildEvent = {
  type: 'build.started',
  ...b,
  session: '2026-03-02',
  resumed: false,
  actor: 'ada',
  trigger: 'command',
};
const blocked: BuildEvent = {
  type: 'symbol.blocklisted',
  symbol: 'LOW',
  provider: 'yahoo',
  lastClose: 0.5,
  floor: 1,
  session: '2026-03-02',
};

function hear(model: Model, ...events: readonly BuildEvent[]): Model {
  return events.reduce(
    (state, event) =>
      reduceReport(state, {type: 'heard', event: {seq: state.progressSeq + 1, at: '2026-03-02T22:00:00.000Z', event}}),
    model,
  );
}

function batch(pass: 'price' | 'enrich', done: number, total: number): BuildEvent {
  return {type: 'batch.saved', ...b, pass, provider: 'yahoo', batch: 1, asked: 50, answered: 50, done, total};
}

function parts(model: Model): Readonly<Record<string, number>> {
  const funnel = funnelShown(model, undefined);
  assert.ok(funnel);
  assert.equal(sum(funnel.parts), funnel.candidates);
  return Object.fromEntries(funnel.parts.map(({word, symbols}) => [word, symbols]));
}

test('while a build prices, its candidates add up at every batch', () => {
  const pricing = hear(
    first,
    started,
    {type: 'pass.started', ...b, pass: 'price', total: 1000, done: 0},
    blocked,
    blocked,
    batch('price', 400, 1000),
  );

  assert.deepEqual(parts(pricing), {
    'no price yet': 600,
    'below floor': 2,
    'to be enriched': 398,
    'just enriched': 0,
    'rejected so far': 0,
    'passing so far': 0,
  });
});

test('while it enriches, files that lag behind the events do not break the sum', () => {
  const {rows} = sealedScene(60);
  const enriching = hear(
    first,
    started,
    {type: 'pass.started', ...b, pass: 'price', total: 1000, done: 0},
    batch('price', 900, 1000),
    {type: 'pass.started', ...b, pass: 'enrich', total: 850, done: 0},
    batch('enrich', 200, 850),
  );
  const loaded = (['unfiltered', 'partial'] as const).reduce(
    (model, table) => reduceReport(model, {type: 'loaded', table, answer: {version: '1', rows: rows[table]}}),
    enriching,
  );

  const counted = parts(loaded);

  assert.deepEqual([counted['to be enriched'], counted['just enriched']], [650, 140]);
  assert.equal((counted['rejected so far'] ?? 0) + (counted['passing so far'] ?? 0), 60);
  // The rules are counted now and then, over rows that have become more since.
  const ruled = funnelShown(loaded, {rejected: 7, rules: {'cap-below': 7}});
  const panel = {width: 43, height: 20, criteria: undefined, empty: ''};
  assert.match(drawFunnel(ruled, makeTheme(false), panel).join('\n'), /REJECTED BY RULE +of 7 at last count/);
});

test('the rules of the live rows are counted without holding up the keys, and say of how many they are', async () => {
  const rows = listings(3000);
  let breaths = 0;
  const breathe = (): void => {
    breaths += 1;
    breathing = setImmediate(breathe);
  };
  let breathing = setImmediate(breathe);

  const counted = await countRules(rows, wideCriteria);

  clearImmediate(breathing);
  const verdicts = rows.map((row) => judge(row, wideCriteria));
  assert.equal(counted.rejected, verdicts.filter(({outcome}) => outcome === 'rejected').length);
  assert.equal(counted.rules['cap-unknown'], rows.filter(({marketCap}) => marketCap === undefined).length);
  assert.ok(breaths >= 5);
});

test('a refilter and a recovery have no candidates, so the sealed night stays on screen', () => {
  const buckets = {admitted: 9, carried: 0, rejected: 1, blocked: 0, 'below-floor': 0, unpriced: 0, held: 0};
  const counted = reduceReport(first, {
    type: 'counted',
    funnel: {
      candidates: 10,
      buckets,
      rules: {},
      rejected: {'cap-below': 1},
      session: '2026-02-27',
      criteria: wideCriteria,
    },
  });
  const recovering = hear(
    counted,
    {...started, trigger: 'recover'},
    {type: 'pass.started', ...b, pass: 'price', total: 70, done: 0},
  );

  assert.equal(funnelShown(recovering, undefined)?.title, 'FUNNEL of 2026-02-27, sealed');
  assert.deepEqual(funnelShown(recovering, undefined)?.rules, [['cap-below', 1]]);
  assert.equal(funnelShown(first, undefined), undefined);
});
