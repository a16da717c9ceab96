import assert from 'node:assert/strict';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {firstArrangements} from '../../source/tui/arrangement.ts';
import {openPreferences} from '../../source/tui/preferences.ts';

async function folder(t: TestContext): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), 'preferences-'));
  t.after(() => rm(cwd, {recursive: true, force: true}));
  return cwd;
}

test('a view is kept for the next dashboard', async (t) => {
  const cwd = await folder(t);
  assert.deepEqual(openPreferences({cwd}).view, {});

  openPreferences({cwd}).keep({focus: 'blocklist', isZoomed: true});

  assert.deepEqual(openPreferences({cwd}).view, {focus: 'blocklist', isZoomed: true});
});

test('columns are kept as they were arranged', async (t) => {
  const cwd = await folder(t);
  const final = {sort: {column: 'cap', descending: true}, hidden: ['name'], widths: {sector: 20}};
  const arranged = {...firstArrangements, final};

  openPreferences({cwd}).keep({focus: 'unfiltered', isZoomed: true, arranged});

  assert.deepEqual(openPreferences({cwd}).view, {focus: 'unfiltered', isZoomed: true, arranged});
});

test('of a damaged arrangement what can be read stands', async (t) => {
  const cwd = await folder(t);
  const final = {
    sort: {column: 'luck', descending: true},
    hidden: ['symbol', 'name', 'luck', 7],
    widths: {sector: 1e9, symbol: 3, exch: 'wide', cap: 9, luck: 9},
  };
  const blocklist = {sort: {column: 'floor'}, hidden: 'reason', widths: null};
  await writeFile(
    join(cwd, 'dashboard.json'),
    JSON.stringify({arranged: {final, blocklist, elsewhere: 1, partial: []}}),
  );

  assert.deepEqual(openPreferences({cwd}).view.arranged, {
    ...firstArrangements,
    final: {hidden: ['name'], widths: {cap: 9}},
  });
});

test('theme, mouse and view are kept beside what stands there, and can go back to what is usual', async (t) => {
  const cwd = await folder(t);
  openPreferences({cwd}).keep({focus: 'final', isZoomed: true});
  openPreferences({cwd}).keep({focus: 'final', isZoomed: true, view: 'tables', theme: 'light', hasMouse: true});
  assert.deepEqual(openPreferences({cwd}).view, {isZoomed: true, theme: 'light', hasMouse: true});

  openPreferences({cwd}).keep({focus: 'final', isZoomed: true, theme: 'dark', hasMouse: false});
  assert.deepEqual(openPreferences({cwd}).view, {isZoomed: true, theme: 'dark', hasMouse: false});
});

test('who never chose anything gets no file', async (t) => {
  const cwd = await folder(t);
  openPreferences({cwd}).keep({focus: 'final', isZoomed: false});
  assert.deepEqual(await readdir(cwd), []);
});

test('what is no view is passed over', async (t) => {
  const cwd = await folder(t);
  await writeFile(
    join(cwd, 'dashboard.json'),
    '{"focus": "elsewhere", "isZoomed": "yes", "theme": "pink", "hasMouse": 1}',
  );
  assert.deepEqual(openPreferences({cwd}).view, {});
});

test('a broken file stops nothing and is left as it is', async (t) => {
  const cwd = await folder(t);
  const path = join(cwd, 'dashboard.json');
  await writeFile(path, '{"focus": ');

  const kept = openPreferences({cwd});
  kept.keep({focus: 'partial', isZoomed: true});

  assert.deepEqual(kept.view, {});
  assert.equal(await readFile(path, 'utf8'), '{"focus": ');
});

test('a place that takes no file stops nothing', async (t) => {
  // A file stands where the folder should be: that refuses even root.
  const cwd = join(await folder(t), 'taken');
  await writeFile(cwd, '');

  const kept = openPreferences({cwd});
  kept.keep({focus: 'partial', isZoomed: true});

  assert.deepEqual(kept.view, {});
  assert.equal(await readFile(cwd, 'utf8'), '');
});

test('the view that was open is kept for its own universe, theme and columns for all', async (t) => {
  const cwd = await folder(t);
  const [one, other] = ['/root\n\n', '/root\n\nsample'];

  openPreferences({cwd, place: one}).keep({focus: 'final', isZoomed: false, view: 'credentials', theme: 'light'});

  assert.deepEqual(openPreferences({cwd, place: one}).view, {view: 'credentials', theme: 'light'});
  assert.deepEqual(openPreferences({cwd, place: other}).view, {theme: 'light'});
  openPreferences({cwd, place: other}).keep({focus: 'final', isZoomed: false, view: 'tables'});
  assert.deepEqual(openPreferences({cwd, place: one}).view, {view: 'tables', theme: 'light'});
});
