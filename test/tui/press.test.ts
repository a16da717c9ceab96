import assert from 'node:assert/strict';
import {test} from 'node:test';
import {idle} from '../../source/engine/progress.ts';
import {readKeys} from '../../source/tui/key-input.ts';
import {firstModel, type Model} from '../../source/tui/model.ts';
import {press, type Response} from '../../source/tui/press.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {type Scene, sealedScene} from '../helpers/dashboard-scene.ts';

function modelOf(scene: Scene, title: Partial<Model['title']> = {}): Model {
  const first = firstModel({root: '/u', sample: false, ...title}, {size: {columns: 120, rows: 40}, now: 0});
  const told = reduceReport({...first, connection: {state: 'connected'}}, {type: 'told', status: scene.status});
  return (['unfiltered', 'partial', 'final', 'blocklist'] as const).reduce(
    (model, table) => reduceReport(model, {type: 'loaded', table, answer: {version: '1', rows: scene.rows[table]}}),
    told,
  );
}

/** Types into the model; what is not a change of the screen is collected. */
function typing(model: Model, bytes: string): {model: Model; done: Response[]} {
  const done: Response[] = [];
  let current = model;
  for (const key of readKeys(bytes).keys) {
    const response = press(current, key);
    if (!response) continue;
    switch (response.type) {
      case 'perform':
      case 'run':
      case 'say':
      case 'copy':
      case 'mouse':
      case 'save':
      case 'redraw':
      case 'suspend':
      case 'quit':
        done.push(response);
        break;
      default:
        current = reduceGesture(current, response);
    }
  }
  return {model: current, done};
}

const calm = modelOf(sealedScene(100));
const running: Model = {...calm, progress: {...idle, state: 'running', current: 'price'}};

test('a rebuild is asked about, and only y is yes', () => {
  assert.equal(typing(calm, 'b').model.overlay?.kind, 'ask');
  assert.deepEqual(typing(calm, 'b\r').done, []);
  assert.equal(typing(calm, 'b\r').model.overlay, undefined);
  assert.deepEqual(typing(calm, 'by').done, [{type: 'perform', command: {name: 'build'}}]);
});

test('inside a session every change asks for a reason and goes out forced', () => {
  const scene = sealedScene(100);
  const open = modelOf({...scene, status: {...scene.status, inSession: true}});

  assert.deepEqual(typing(open, 'rno\r').done, [
    {type: 'say', tone: 'warn', text: 'A reason needs at least three characters; Esc cancels.'},
  ]);
  assert.deepEqual(typing(open, 'rsplit of ABC\r').done, [
    {type: 'perform', command: {name: 'refilter', force: true, justification: 'split of ABC'}},
  ]);
});

test('the sample market has no session to disturb', () => {
  const scene = sealedScene(100);
  const open = modelOf({...scene, status: {...scene.status, inSession: true}}, {sample: true});
  assert.deepEqual(typing(open, 'r').done, [{type: 'perform', command: {name: 'refilter'}}]);
});

test('a key that cannot do its work now says why', () => {
  const said = (model: Model, key: string): string =>
    typing(model, key)
      .done.map((r) => ('text' in r ? r.text : r.type))
      .join();
  assert.match(said(calm, 's'), /Nothing is running/);
  assert.match(said(running, 'b'), /running already/);
  assert.match(said({...calm, connection: {state: 'lost', since: 0, because: 'gone'}}, 'u'), /does not answer/);
  assert.match(
    said({...calm, status: {...sealedScene(1).status, halted: {actor: 'ada', cause: 'x', at: ''}}}, 'b'),
    /halted/,
  );
  assert.match(said(calm, 'n'), /Nothing is searched for/);
});

test('quitting asks only while the engine of this screen builds, and Ctrl-C twice is yes', () => {
  assert.deepEqual(typing(calm, 'q').done, [{type: 'quit'}]);
  assert.deepEqual(typing(running, 'q').done, []);
  assert.deepEqual(typing(running, 'qn').model.overlay, undefined);
  assert.deepEqual(typing(running, '\x03\x03').done, [{type: 'quit'}]);
  assert.deepEqual(typing({...running, title: {...running.title, attached: true}}, 'q').done, [{type: 'quit'}]);
});

test('Ctrl-C, Ctrl-L and Ctrl-Z work in the middle of a search', () => {
  assert.deepEqual(
    typing(calm, '/ab\x0c\x1a\x03').done.map(({type}) => type),
    ['redraw', 'suspend', 'quit'],
  );
});

test('a search narrows all four tables at every key, and Escape brings them back with the cursor on its symbol', () => {
  const moved = typing(calm, 'jjjj').model;
  const found = typing(moved, '/bancorp').model;
  const {matches} = found.search ?? {};
  assert.ok(matches && matches.final.length < moved.tables.final.rows.length && matches.final.length > 0);
  assert.ok(matches.unfiltered.length >= matches.final.length);

  const back = typing(reduceGesture(found, {type: 'unsearched'}), '').model;
  assert.equal(back.tables.final.rows[back.windows.final.cursor]?.symbol, moved.windows.final.symbol);
});

test('Enter keeps a search, n goes round its hits, letters are commands again', () => {
  const kept = typing(calm, '/bancorp\r').model;
  const hits = kept.search?.matches?.final.length ?? 0;
  assert.equal(typing(kept, 'N').model.windows.final.cursor, hits - 1);
  assert.equal(typing(kept, 'Nn').model.windows.final.cursor, 0);
  assert.equal(typing(kept, '?').model.overlay?.kind, 'help');
});

test('Backspace, ^W, ^U and a paste edit the search', () => {
  const text = (bytes: string): string | undefined => typing(calm, bytes).model.search?.text;
  assert.equal(text('/abc\x7f'), 'ab');
  assert.equal(text('/new york\x17'), 'new ');
  assert.equal(text('/abc\x15x'), 'x');
  assert.equal(text('/\x1b[200~AAPL\nMSFT\x1b[201~'), 'AAPL MSFT');
});

test('rows that come in above do not move the cursor off its symbol', () => {
  const at = typing(calm, '\x1b[6~\x1b[6~').model;
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
