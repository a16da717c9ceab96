import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Model, rowsShown} from '../../source/tui/model.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {recompared, withReasons} from '../../source/tui/relist.ts';
import {sayings, searchSaid} from '../../source/tui/sayings.ts';
import {screenText} from '../../source/tui/screen-text.ts';
import {columnsPlaced} from '../../source/tui/table-columns.ts';
import {listings, sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const scene = sealedScene(60);
const [odd = assert.fail(), only = assert.fail()] = listings(700).slice(650);
const rows = {
  ...scene.rows,
  partial: [...scene.rows.final, odd],
  final: [...scene.rows.final, only],
  blocklist: scene.rows.blocklist,
};
const calm = modelOf({...scene, rows});
const inFinal = new Set(rows.final.map(({symbol}) => symbol));
const left = rows.unfiltered.map(({symbol}) => symbol).filter((symbol) => !inFinal.has(symbol));

function shown(model: Model): readonly string[] {
  const {count, at} = rowsShown(model, model.focus);
  return Array.from({length: count}, (_, i) => at(i)?.symbol ?? '');
}

function told(model: Model, reasons: Readonly<Record<string, string>>): Model {
  return recompared({
    ...model,
    reasons: {
      buildId: 'b1',
      session: '2026-03-02',
      words: new Map(Object.entries(reasons)),
      sought: new Map(Object.entries(reasons)),
    },
  });
}

test('c goes through the pairs in the pane that has the rows, and then back to where one was', () => {
  const seen = [1, 2, 3, 4, 5].map((times) => {
    const model = pressed(calm, `2${'c'.repeat(times)}`).model;
    return [model.focus, model.comparison?.pair.other, model.comparison?.pair.wants];
  });

  assert.deepEqual(seen, [
    ['unfiltered', 'final', 'absent'],
    ['partial', 'final', 'absent'],
    ['final', 'unfiltered', 'absent'],
    ['blocklist', 'final', 'present'],
    ['partial', undefined, undefined],
  ]);
});

test('o puts the pane in focus beside each of the others, and w looks from the other side', () => {
  const pairOf = ({focus, comparison}: Model) => [focus, comparison?.pair.wants, comparison?.pair.other];
  const besides = [1, 2, 3, 4, 5, 6, 7].map((times) => pairOf(pressed(calm, `2${'o'.repeat(times)}`).model));

  assert.deepEqual(besides, [
    ['partial', 'absent', 'unfiltered'],
    ['partial', 'absent', 'final'],
    ['partial', 'absent', 'blocklist'],
    ['partial', 'present', 'unfiltered'],
    ['partial', 'present', 'final'],
    ['partial', 'present', 'blocklist'],
    ['partial', 'absent', 'unfiltered'],
  ]);
  assert.deepEqual(pairOf(pressed(calm, '2oow').model), ['final', 'absent', 'partial']);
  assert.deepEqual(shown(pressed(calm, '2oo').model), [odd.symbol]);
  assert.deepEqual(shown(pressed(calm, '2oow').model), [only.symbol]);
  assert.deepEqual(shown(pressed(calm, '2ooww').model), [odd.symbol]);
  assert.deepEqual(pairOf(pressed(calm, '2oo4o').model), ['blocklist', 'absent', 'unfiltered']);
  assert.deepEqual(pairOf(pressed(calm, '2oow\x1b').model), ['partial', undefined, undefined]);
  assert.equal(pressed(calm, 'w').done[0]?.type, 'say');
});

test('the palette compares any two tables by their names', () => {
  const pairOf = ({view, comparison}: Model) => [view, comparison?.pair];
  const both = {table: 'partial', other: 'blocklist', wants: 'present'};

  assert.deepEqual(pairOf(pressed(calm, 'P:compare partial blocklist both\r').model), ['tables', both]);
  assert.deepEqual(pairOf(pressed(calm, ':compare partial blocklist\r').model), ['tables', {...both, wants: 'absent'}]);
  for (const line of ['compare partial', 'compare partial partial', 'compare final partial none']) {
    const {overlay} = pressed(calm, `:${line}\r`).model;
    assert.match((overlay?.kind === 'palette' && overlay.palette.error) || '', /^Name two tables/, line);
  }
});

test('only the rows of the pair are listed', () => {
  const blocked = rows.blocklist.map(({symbol}) => symbol).filter((symbol) => inFinal.has(symbol));

  assert.deepEqual(shown(pressed(calm, 'c').model), left);
  assert.deepEqual(shown(pressed(calm, 'cc').model), [odd.symbol]);
  assert.deepEqual(shown(pressed(calm, 'ccc').model), [only.symbol]);
  assert.deepEqual(shown(pressed(calm, 'cccc').model), blocked);
  assert.deepEqual(shown(pressed(calm, '1ccccc').model).length, rows.unfiltered.length);
});

test('each row says why, from the sealed night, the blocklist, or that nobody has said', () => {
  const [symbol = ''] = left;
  const why = (model: Model): string | undefined => {
    const column = columnsPlaced(model, model.focus, 80).find(({title}) => title === 'why');
    const row = rowsShown(model, model.focus).at(0);
    return row && column?.text(row);
  };
  const asked = pressed(calm, 'c').model;
  const building: Model = {...asked, progress: {...asked.progress, state: 'running'}};

  assert.equal(why(asked), 'reading the reasons');
  assert.equal(why(told(asked, {[symbol]: 'market cap 287M < 300M'})), 'market cap 287M < 300M');
  assert.equal(why(told(asked, {})), 'the sealed night says nothing of it');
  assert.equal(why(told(building, {})), 'new in this build, not sealed yet');
  assert.match(why(pressed(calm, 'cccc').model) ?? '', /below price floor: .*; the next seal leaves it out/);
  assert.doesNotMatch(why(pressed(calm, '4oo').model) ?? 'the next seal', /the next seal/);
  assert.equal(why(pressed(calm, '2ooooo').model), 'in the sealed universe');
});

test('the reason is on the screen whichever column the cursor is at, and however narrow the pane', () => {
  const titles = ['c', 'cll', 'clllsl'].map((keys) =>
    columnsPlaced(pressed(calm, keys).model, 'unfiltered', 38).map(({title, cells}) => `${title} ${cells}`),
  );

  assert.deepEqual(titles, [
    ['symbol 7', 'why 29'],
    ['symbol 7', 'why 20', 'close 8'],
    ['symbol 7', 'why 15', 'cap 6', 'exch 6'],
  ]);
});

test('a search goes through what is compared, and finds reasons', () => {
  const [one = '', two = ''] = left;
  const compared = told(pressed(calm, 'c').model, {[one]: 'market cap 287M < 300M', [two]: 'close unknown'});

  assert.deepEqual(shown(pressed(compared, '/reason:cap\r').model), [one]);
  assert.deepEqual(shown(pressed(compared, '/!"market cap"\r').model), left.slice(1));
  assert.deepEqual(shown(pressed(compared, '/unknown\r').model), [two]);
});

test('without a comparison too, reason: finds why rows are out, as soon as the reasons are read', () => {
  const [one = '', two = ''] = left;
  const asked = pressed(calm, '1/reason:cap\r').model;
  const {reasons} = told(calm, {[one]: 'market cap 287M < 300M', [two]: 'close unknown'});
  const known = withReasons({...asked, ...(reasons ? {reasons} : {})});

  assert.deepEqual(shown(asked), []);
  assert.deepEqual(shown(known), [one]);
  const ruled = {
    ...known,
    reasons: {words: new Map(), sought: new Map([[two, 'close 797810.58 > 10000.00 price-above']])},
  };
  assert.deepEqual(shown(pressed(ruled, '/reason:price-above\r').model), [two]);
  // Only who asks for reasons finds them: a word goes on being looked for in the row alone.
  assert.deepEqual(shown(pressed(known, '/287m\r').model), []);
});

test('until the reasons are read nobody is told that none was found, on the screen or aloud', () => {
  const asked = pressed(calm, '1/reason:cap\r').model;
  const buildId = asked.status?.sealed?.buildId;
  const words = new Map([[left[0] ?? '', 'cap']]);
  const read = withReasons({...asked, reasons: {words, sought: words, ...(buildId ? {buildId} : {})}});
  const unread = withReasons({...asked, reasons: {words: new Map(), sought: new Map(), sentence: 'It is gone.'}});

  assert.match(screenText(asked), /Reading the reasons\.[\s\S]*\/reason:cap {2}reading the reasons/);
  assert.doesNotMatch(screenText(asked), /hits 1:0|[^.]0\/\d+ hits/);
  assert.deepEqual(searchSaid(asked), ['Search reason:cap: reading the reasons.']);
  assert.match(screenText(read), /hits 1:1 /);
  assert.match(sayings(asked, read, false).join(' '), /Search reason:cap: 1 rows\./);
  assert.match(screenText(unread), /hits 1:0 /);
});

test('it can be sorted, by the reason too', () => {
  const [one = '', two = ''] = left;
  const compared = told(pressed(calm, 'c').model, {[one]: 'b', [two]: 'a'});

  assert.deepEqual(shown(pressed(compared, 'ls').model).slice(0, 2), [two, one]);
  assert.deepEqual(shown(pressed(compared, 'lscccc1').model).length, rows.unfiltered.length);
});

test('rows that change on either side change what is compared', () => {
  const compared = pressed(calm, 'c').model;
  const [first = ''] = left;
  const sealed = [...rows.final, ...rows.unfiltered.filter(({symbol}) => symbol === first)];

  const after = reduceReport(compared, {type: 'loaded', table: 'final', answer: {version: '2', rows: sealed}});
  const empty = reduceReport(after, {type: 'loaded', table: 'unfiltered', answer: {version: '2', rows: []}});

  assert.deepEqual(shown(after), left.slice(1));
  assert.deepEqual(shown(empty), []);
});

test('Escape ends the search first, then the comparison', () => {
  const both = pressed(calm, 'c/corp\r').model;
  const once = pressed(both, '\x1b').model;

  assert.deepEqual(shown(once), left);
  assert.equal(pressed(once, '\x1b').model.comparison, undefined);
  assert.equal(pressed(once, '\x1b').model.focus, 'final');
});
