import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {TableName} from '../../source/control/query.ts';
import {idle} from '../../source/engine/progress.ts';
import {type Model, rowsShown} from '../../source/tui/model.ts';
import {press} from '../../source/tui/press.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {withAudit} from '../../source/tui/views/audit-state.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = modelOf(sealedScene(100));
const running: Model = {...calm, progress: {...idle, state: 'running', current: 'price'}};

test('a rebuild is asked about, and only y is yes', () => {
  assert.equal(pressed(calm, 'b').model.overlay?.kind, 'ask');
  assert.deepEqual(pressed(calm, 'b\r').done, []);
  assert.equal(pressed(calm, 'b\r').model.overlay, undefined);
  assert.deepEqual(pressed(calm, 'by').done, [{type: 'perform', command: {name: 'build'}}]);
});

test('inside a session every change asks for a reason and goes out forced', () => {
  const scene = sealedScene(100);
  const open = modelOf({...scene, status: {...scene.status, inSession: true}});

  assert.deepEqual(pressed(open, 'uno\r').done, []);
  assert.deepEqual(pressed(open, 'usplit of ABC\r').done, [
    {type: 'perform', command: {name: 'recover', force: true, justification: 'split of ABC'}},
  ]);
  assert.deepEqual(pressed(open, 'bsplit of ABC\r').done, [
    {type: 'perform', command: {name: 'build', force: true, justification: 'split of ABC'}},
  ]);
});

test('the sample market has no session to disturb', () => {
  const scene = sealedScene(100);
  const open = modelOf({...scene, status: {...scene.status, inSession: true}}, {sample: true});
  assert.deepEqual(pressed(open, 'uy').done, [{type: 'perform', command: {name: 'recover'}}]);
});

test('a recovery is asked about, says how many it looks at, and that no key undoes it', () => {
  const {overlay} = pressed(calm, 'u').model;
  const ask = overlay?.kind === 'ask' ? overlay.ask : undefined;

  assert.deepEqual(pressed(calm, 'u').done, []);
  assert.match(
    ask?.sentences.join(' ') ?? '',
    /^Asks for a price of the \d+ symbols that are blocked for theirs\. .* U does not undo this\./,
  );
  assert.equal(ask?.waits, 'recovery');
});

test('a key that cannot do its work now says why', () => {
  const said = (model: Model, key: string): string =>
    pressed(model, key)
      .done.map((r) => ('text' in r ? r.text : r.type))
      .join();
  assert.match(said(calm, 'x'), /Nothing is running/);
  assert.match(said(running, 'b'), /running already/);
  assert.match(said({...calm, connection: {state: 'lost', since: 0, because: 'gone'}}, 'u'), /does not answer/);
  assert.match(
    said({...calm, status: {...sealedScene(1).status, halted: {actor: 'ada', cause: 'x', at: ''}}}, 'b'),
    /halted/,
  );
  assert.match(said(calm, 'n'), /Nothing is searched for/);
});

test('quitting asks only while the engine of this screen builds, and Ctrl-C twice is yes', () => {
  assert.deepEqual(pressed(calm, 'q').done, [{type: 'quit'}]);
  assert.deepEqual(pressed(running, 'q').done, []);
  assert.deepEqual(pressed(running, 'qn').model.overlay, undefined);
  assert.deepEqual(pressed(running, '\x03\x03').done, [{type: 'quit'}]);
  assert.deepEqual(pressed({...running, title: {...running.title, attached: true}}, 'q').done, [{type: 'quit'}]);
});

test('Ctrl-C, Ctrl-L and Ctrl-Z work in the middle of a search', () => {
  assert.deepEqual(
    pressed(calm, '/ab\x0c\x1a\x03').done.map(({type}) => type),
    ['redraw', 'suspend', 'quit'],
  );
});

test('a search narrows all four tables at every key, and Escape brings them back with the cursor on its symbol', () => {
  const moved = pressed(calm, 'jjjj').model;
  const found = pressed(moved, '/bancorp').model;
  const hits = rowsShown(found, 'final').count;
  assert.ok(hits < moved.tables.final.rows.length && hits > 0);
  assert.ok(rowsShown(found, 'unfiltered').count >= hits);

  const back = pressed(reduceGesture(found, {type: 'unsearched'}), '').model;
  assert.equal(back.tables.final.rows[back.windows.final.cursor]?.symbol, moved.windows.final.symbol);
});

function filterOf({views: {build, audit, settings}}: Model): string {
  return build.log.filter + (audit.typing ?? settings.filter ?? {text: ''}).text;
}

test('a filter that is opened again gives way to the first letter, and to any other key stays', () => {
  const keys = {build: 'B', settings: ','};

  for (const [name, key] of Object.entries(keys)) {
    assert.equal(filterOf(pressed(calm, `${key}fxbar\rfyah`).model), 'yah', name);
    assert.equal(filterOf(pressed(calm, `${key}fxbar\rf\x7f`).model), 'xba', name);
    assert.equal(filterOf(pressed(calm, `${key}fxbar\rf\x1b[Cs`).model), 'xbars', name);
  }
  const audited = withAudit(pressed(calm, 'A').model, {filter: {text: 'actor:ann', wish: {actor: 'ann'}}});
  assert.equal(filterOf(pressed(audited, 'fx').model), 'x');
  assert.equal(filterOf(pressed(audited, 'f\x1b[Cx').model), 'actor:annx');
});

test('/ searches or filters in every view, and no letter after it is a command', () => {
  const keys = {tables: 't', build: 'B', plots: 'P', history: 'H', audit: 'A', credentials: 'C', settings: ','};

  const typed = Object.entries(keys).map(([name, key]) => {
    const {model, done} = pressed(calm, `${key === 't' ? '' : key}/xbar`);
    assert.deepEqual([model.overlay, done], [undefined, []], name);
    return [name, model.view, model.search?.text ?? filterOf(model)];
  });

  assert.deepEqual(typed, [
    ['tables', 'tables', 'xbar'],
    ['build', 'build', 'xbar'],
    ['plots', 'tables', 'xbar'],
    ['history', 'tables', 'xbar'],
    ['audit', 'audit', 'xbar'],
    ['credentials', 'tables', 'xbar'],
    ['settings', 'settings', 'xbar'],
  ]);
});

test('what works in the tables alone says so in every other view', () => {
  for (const key of ['P', 'H', 'C', ',']) {
    const {model, done} = pressed(calm, `${key}z\t`);
    assert.deepEqual([model.isZoomed, model.focus], [calm.isZoomed, calm.focus], key);
    assert.match(JSON.stringify(done[0]), /z works in the tables; Esc goes back to them\./);
    const {model: unasked, done: said} = pressed(calm, `${key}e`);
    assert.equal(unasked.overlay, undefined, key);
    assert.match(JSON.stringify(said), /e works in the tables; Esc goes back to them\./);
  }
});

test('Enter keeps a search, n goes through its hits in all four panes and round, letters are commands again', () => {
  const kept = pressed(calm, '/bancorp\r').model;
  const hits = (table: TableName): number => rowsShown(kept, table).count;
  const at = (keys: string): readonly [string, number] => {
    const {focus, windows} = pressed(kept, keys).model;
    return [focus, windows[focus].cursor];
  };
  const all = hits('unfiltered') + hits('partial') + hits('final') + hits('blocklist');

  assert.equal(hits('blocklist'), 0);
  assert.deepEqual(at('n'), ['final', 1]);
  assert.deepEqual(at('N'), ['partial', hits('partial') - 1]);
  assert.deepEqual(at('n'.repeat(hits('final'))), ['unfiltered', 0]);
  assert.deepEqual(at('n'.repeat(all)), ['final', 0]);
  assert.equal(pressed(kept, '?').model.overlay?.kind, 'help');
});

test('Backspace, ^W, ^U and a paste edit the search', () => {
  const text = (bytes: string): string | undefined => pressed(calm, bytes).model.search?.text;
  assert.equal(text('/abc\x7f'), 'ab');
  assert.equal(text('/new york\x17'), 'new ');
  assert.equal(text('/abc\x15x'), 'x');
  assert.equal(text('/\x1b[200~AAPL\nMSFT\x1b[201~'), 'AAPL MSFT');
});

test('a search that is opened again is replaced by the first letter, edited by Backspace and arrows, and kept by Enter', () => {
  const kept = pressed(calm, '/bancorp\r').model;
  const search = (bytes: string) => {
    const {text, isEditing, isSelected} = pressed(kept, bytes).model.search ?? {};
    return [text, isEditing, isSelected];
  };

  assert.deepEqual(search('/'), ['bancorp', true, true]);
  assert.deepEqual(search('/tech'), ['tech', true, undefined]);
  assert.deepEqual(search('/\x1b[200~tech\x1b[201~'), ['tech', true, undefined]);
  assert.deepEqual(search('/\x7fs'), ['bancors', true, undefined]);
  assert.deepEqual(search('/\x1b[Cs'), ['bancorps', true, undefined]);
  assert.deepEqual(search('/\r'), ['bancorp', false, undefined]);
});

test('rows that come in above do not move the cursor off its symbol', () => {
  const at = pressed(calm, '\x1b[6~\x1b[6~').model;
  const {symbol, cursor, top} = at.windows.final;
  const more = [
    ...at.tables.final.rows,
    ...Array.from({length: 5}, (_, i) => ({...sealedScene(2).rows.final[0], symbol: `AAA${i}`})),
  ];

  // A row of the scene with another symbol is still a row.
  const after = reduceReport(at, {
    type: 'loaded',
    table: 'final',
    answer: {version: '2', rows: more as typeof at.tables.final.rows},
  });

  assert.equal(after.tables.final.rows[after.windows.final.cursor]?.symbol, symbol);
  assert.equal(after.windows.final.cursor - after.windows.final.top, cursor - top);
});

test('on a screen too small to see what a key does, no key does anything but leave', () => {
  const model = {...modelOf(sealedScene(30)), size: {columns: 60, rows: 20}};

  for (const key of ['j', 'a', 'b', '/', 'X']) assert.equal(press(model, {name: key, text: key}), undefined, key);
  assert.deepEqual(press(model, {name: 'q', text: 'q'}), {type: 'quit'});
  const typing = pressed({...model, size: {columns: 120, rows: 40}}, 'a').model;
  assert.equal(typing.overlay?.kind, 'form');
  assert.deepEqual(press({...typing, size: model.size}, {name: 'q', text: 'q'}), {type: 'quit'});
});
