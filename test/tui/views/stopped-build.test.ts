import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {idle} from '../../../source/engine/progress.ts';
import {drawHeader} from '../../../source/tui/draw-header.ts';
import {firstModel, type Model} from '../../../source/tui/model.ts';
import {reduceReport} from '../../../source/tui/reduce-report.ts';
import {makeTheme} from '../../../source/tui/theme.ts';
import {drawBuild} from '../../../source/tui/views/draw-build.ts';
import {sayBuild} from '../../../source/tui/views/say-build.ts';
import {sealedScene} from '../../helpers/dashboard-scene.ts';

const theme = makeTheme(false);
const first = firstModel({root: '/u', sample: true}, {size: {columns: 200, rows: 50}, now: 0});

/** A dashboard that was opened over a build which was killed among its prices, by this status. */
function stopped(session: string, isCollected = true): Model {
  const {status} = sealedScene();
  const [collect, price, ...rest] = idle.passes;
  assert.ok(collect && price);
  const saved = {done: 500, total: 1000, saved: 500, state: 'running', calls: 18} as const;
  const passes = isCollected
    ? [{...collect, done: 1000, total: 1000, state: 'finished', calls: 1} as const, {...price, ...saved}, ...rest]
    : [{...collect, state: 'running', calls: 1} as const, price, ...rest];
  const progress = {...idle, session, passes, calls: {yahoo: 19}, blocklisted: 100};
  const unfinished = {buildId: 'b2', session, pass: isCollected ? 'price' : 'collect'};
  return reduceReport(first, {type: 'told', status: {...status, session: '2026-03-02', unfinished, progress}});
}

test('a build that was killed shows what its files hold: its passes, its funnel so far and its calls', () => {
  const model = stopped('2026-03-02');
  const text = plain(drawBuild(model, theme, {width: 200, height: 40}));

  assert.match(
    stripVTControlCharacters(drawHeader(model, theme).join('\n')),
    /collect ok 1,000 +price stopped at 50% +enrich +judge +seal/,
  );
  assert.match(text, /FUNNEL of 2026-03-02, so far/);
  assert.match(text, /no price yet +500 .*\n.*below floor +100 .*\n.*to be enriched +400 /);
  assert.match(text, /collect +finished +1,000 +1,000 +ok +1 /);
  assert.match(text, /price +stopped +500 +1,000 +stopped +18 /);
  assert.doesNotMatch(text, /kept/);
  assert.match(text, /Unfinished: this is what it saved; the next build \(b\) goes on from there/);
});

test('one whose session is over is shown too, and not said to be taken up', () => {
  const text = plain(drawBuild(stopped('2026-02-27'), theme, {width: 200, height: 40}));

  assert.match(text, /FUNNEL of 2026-02-27, so far/);
  assert.match(text, /its session over: this is what it saved; the next build \(b\) begins anew/);
});

test('who hears the screen hears the same', () => {
  const said = sayBuild(stopped('2026-03-02')).join('\n');

  assert.match(said, /Unfinished: this is what it saved; the next build/);
  assert.match(said, /Funnel of 2026-03-02, so far: 1,000 candidates\./);
  assert.match(said, /Pass collect: finished, 1,000 of 1,000 done, 1 call\./);
  assert.match(said, /Pass price: stopped, 500 of 1,000 done, 18 calls\./);
  assert.match(said, /Pass enrich: not begun\./);
});

test('one that stopped before its lists were in has no candidates, and says so', () => {
  const text = plain(drawBuild(stopped('2026-03-02', false), theme, {width: 200, height: 40}));

  assert.match(text, /No candidates are saved of the build that stopped/);
});

function plain(lines: readonly string[]): string {
  return stripVTControlCharacters(lines.join('\n'));
}
