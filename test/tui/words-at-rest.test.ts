import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {Answers} from '../../source/control/query.ts';
import {idle, progress as reduced} from '../../source/engine/progress.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {answerOf, sealedScene, startedAt} from '../helpers/dashboard-scene.ts';
import {building} from '../helpers/dashboard-states.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const scene = sealedScene(3000);
const sealed = modelOf(scene);
const small = {columns: 80, rows: 24};
const textOf = (model: Model): string => drawScreen(model, makeTheme(false)).map(stripVTControlCharacters).join('\n');

test('at rest the log has no heartbeat in its title, while a build runs it has', () => {
  const beaten = {...idle, heartbeatAt: startedAt};

  assert.doesNotMatch(textOf({...sealed, progress: beaten}), /last heartbeat/);
  assert.match(textOf({...sealed, progress: {...beaten, state: 'running'}}), /last heartbeat 22:00:00/);
});

test('at 80x24 a paused build leaves room for the session', () => {
  assert.match(textOf({...sealed, size: small, progress: {...idle, state: 'paused'}}), /PAUSED .* session 2026-03-02/);
});

test('on a small screen every tab has its total beside the hits, or none has', () => {
  const few = pressed({...modelOf(sealedScene(900)), size: small}, '/symbol:aab\r').model;
  const many = pressed({...sealed, size: small}, '/corp\r').model;

  assert.match(textOf(few), /^ 1 unfiltered \d\/900 +2 partial \d\/\d+ +3 final \d\/\d+ +4 blocklist \d\/\d+ *$/m);
  assert.match(textOf(many), /^ 1 unfiltered [\d,]+ +2 partial [\d,]+ +3 final [\d,]+ +4 blocklist [\d,]+ *$/m);
});

test('where every row is in the other table too, the comparison says that, not the opposite twice', () => {
  const {unfiltered} = sealed.tables;
  const model = {...sealed, tables: {...sealed.tables, final: unfiltered}};

  assert.match(textOf(pressed(model, 'c').model), /Every row of unfiltered is in final\./);
});

test('after a seal the criteria of the seal before are no longer called the sealed ones', () => {
  const funnel = {...(answerOf(scene, {name: 'funnel'}) as Answers['funnel']), buildId: 'b1'};
  const criteria = {...funnel.criteria, minPrice: 3};
  const {model} = pressed({...sealed, size: {columns: 120, rows: 40}, funnel}, 'P');
  const read = {...model, views: {...model.views, plots: {...model.views.plots, isRead: true, criteria}}};
  const justSealed = {seq: 9, buildId: 'b2', session: '2026-03-02', records: 2216};

  assert.match(textOf(read), /Criteria as they were sealed; r judges by the settings: minPrice 1 -> 3\./);
  assert.match(textOf({...read, justSealed}), /Criteria: of the settings\./);
});

test('a table that has just been sealed is being read until its rows are here', () => {
  const {final} = sealed.tables;
  const behind = {...sealed, tables: {...sealed.tables, final: {...final, rows: [], haystacks: []}}};

  assert.match(textOf(sealed), /3 FINAL {2}2,216 +whole/);
  assert.match(textOf(behind), /3 FINAL {2}0 +reading/);
});

test('a pass that a refilter left as it was is kept in the header and in the live build', () => {
  const events = building('judge').filter((event) => !('pass' in event) || event.pass === 'judge');
  const refilter = events
    .filter(({type}) => type !== 'pass.finished')
    .map((event) => (event.type === 'build.started' ? {...event, trigger: 'refilter' as const} : event))
    .map((event, i) => ({seq: i + 1, at: startedAt, event}))
    .reduce(reduced, idle);

  for (const size of [sealed.size, small]) {
    const {model} = pressed({...sealed, size, progress: refilter}, 'B');
    assert.match(textOf(model), / collect kept .* price kept .* enrich kept /);
    assert.match(textOf(model), /^.* enrich {2}.*\bkept\b/m);
  }
});

test('the pass that a build stopped in is not said to be under way', () => {
  const passes = (done: number, total: number) =>
    idle.passes.map((pass) => (pass.pass === 'collect' ? {...pass, state: 'running' as const, done, total} : pass));
  const shown = (columns: number, done = 0, total = 0): string =>
    textOf({
      ...sealed,
      size: {columns, rows: 30},
      progress: {...idle, state: 'paused', halted: true, passes: passes(done, total)},
    });

  for (const columns of [80, 120]) assert.match(shown(columns), /^ collect stopped +price +enrich/m);
  assert.match(shown(200, 5, 10), /^ collect stopped at 50% +price/m);
  assert.doesNotMatch(shown(120), /under way/);
});

test('one call is one call', () => {
  assert.match(textOf({...sealed, progress: {...idle, state: 'running', calls: {nasdaq: 1}}}), / 1 call: nasdaq 1 /);
});

test('a table that cannot be read holds nobody knows how many rows, not none', () => {
  const sentence = 'blocklist.csv cannot be shown. Line 3 is unreadable.';
  const tables = {...sealed.tables, blocklist: {...sealed.tables.blocklist, rows: [], sentence}};

  assert.match(textOf({...sealed, tables}), / 4 BLOCKLIST {2}\? /);
  assert.match(textOf({...sealed, size: small, tables}), / 4 blocklist \? /);
});

test('a daemon that could not build is not said to be due: the next try is told, or that it waits for a person', () => {
  const nextBuildAt = new Date(sealed.now - 60_000).toISOString();
  const status = {...scene.status, nextBuildAt, writer: {...scene.status.writer, held: true, kind: 'daemon' as const}};
  const shown = (nextTry: {at?: string}): string =>
    textOf(pressed({...sealed, size: {columns: 200, rows: 50}, status: {...status, nextTry}}, 'B').model);

  assert.match(shown({}), /The daemon leaves this night to you: b builds it\./);
  assert.match(
    shown({at: new Date(sealed.now + 300_000).toISOString()}),
    /The daemon tries again from \S+ \S+ UTC, in 5m 00s; b tries\s+now\./,
  );
  assert.doesNotMatch(shown({}), /now due/);
});

test('of several words of a search that cannot be read the first is told whole, and how many there are more', () => {
  const typed = pressed(sealed, '/cap>abc price<x').model;

  assert.match(textOf(typed), /cap wants a number behind >, such as [^~]* \(1 more\)/);
  assert.doesNotMatch(textOf(pressed(sealed, '/cap>abc price<5').model), /more\)/);
});
