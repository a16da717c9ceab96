import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emptyScene, file, type Scene, sealedScene, startedAt, wideCriteria} from '../../helpers/dashboard-scene.ts';
import {on, shows} from '../../helpers/dashboard-stage.ts';

test('a large screen shows all four plots, with the criteria marked and every side counted', async (t) => {
  const staged = on(t, sealedScene(900), {columns: 200, rows: 50});
  await shows(staged, /sealed: [\d,]+/);
  staged.terminal.type('P');

  const text = await shows(staged, /CLOSE in dollars {2}900 unfiltered, 665 pass/);

  assert.match(text, /MARKET CAP in dollars {2}831 known, 69 unknown/);
  assert.match(text, /\^minPrice +maxPrice\^ .*\^minMarketCap/);
  assert.match(text, /0 below minPrice 1\.00, 900 within, 0 above maxPrice 10,000\./);
  assert.match(text, /1 below minMarketCap 300M, 830 within, no maxMarketCap\./);
  assert.match(text, /69 have an unknown cap and are on no side: unknown, not small\./);
  assert.match(text, /SECTOR +listed +pass +share/);
  assert.match(text, /NYSE +300 +2\d\d +7\d\.\d% #+:+/);
});

test('criteria that are off are not marked, those that are set are', async (t) => {
  const criteria = {...wideCriteria, fractionalAbove: 500, maxMarketCap: 100e9};
  const staged = on(t, {...emptyScene(), rows: sealedScene(900).rows, criteria}, {columns: 200, rows: 50});
  await shows(staged, /EMPTY/);
  staged.terminal.type('P');

  const text = await shows(staged, /Criteria: of the settings\./);

  assert.match(text, /\^minPrice +\^fractionalAbove +maxPrice\^ .*\^maxMarketCap/);
  assert.match(text, /\d+ above fractionalAbove 500\.00/);
  assert.match(text, /\d+ above maxMarketCap 100B/);
});

test('a small screen shows one plot at a time', async (t) => {
  const staged = on(t, sealedScene(), {columns: 80, rows: 24});
  await shows(staged, /SEALED/);
  staged.terminal.type('P');

  await shows(staged, /CLOSE in dollars/);
  for (const title of [/MARKET CAP in dollars/, /SECTOR +listed/, /EXCHANGE +listed/, /CLOSE in dollars/]) {
    staged.terminal.type('\t');
    await shows(staged, title);
  }
});

test('a key shows the unfiltered rows alone, what passes alone, or one in the other', async (t) => {
  const staged = on(t, sealedScene());
  await shows(staged, /SEALED/);
  staged.terminal.type('P');
  await shows(staged, /# final file of 2026-03-02 {2}: cut/);

  staged.terminal.type('f');
  assert.doesNotMatch(await shows(staged, /# unfiltered rows/), /NYSE .*:/);
  staged.terminal.type('f');
  await shows(staged, /# final file of 2026-03-02 {2}\. under/);
});

test('where there are no rows it says what brings them', async (t) => {
  const staged = on(t, emptyScene());
  await shows(staged, /EMPTY/);
  staged.terminal.type('P');

  await shows(staged, /No symbol is priced and enriched yet\. Press b to build the universe\./);
});

for (const {halted, key} of [
  {halted: false, key: /b resumes/},
  {halted: true, key: /X lifts the halt, b resumes/},
]) {
  test(`a build that stopped before its first row shows the universe that stands, and ${key.source}`, async (t) => {
    const scene = stoppedScene(sealedScene(), halted);
    const staged = on(t, scene, {columns: 120, rows: 40});
    await shows(staged, halted ? /HALTED/ : /PAUSED/);
    staged.terminal.type('P');

    const text = await shows(staged, /CLOSE in dollars {2}\d+ sealed/);

    assert.match(text, /# final file of 2026-03-02 {2}\. under/);
    assert.match(text, /Shown is the universe of 2026-03-02\./);
    assert.match(text, key);
  });
}

test('a first build that stopped before its first row is resumed, not begun', async (t) => {
  const staged = on(t, stoppedScene(emptyScene(), false));
  await shows(staged, /PAUSED/);
  staged.terminal.type('P');

  await shows(staged, /The build stopped before it enriched a symbol: b resumes, and the plots begin with the first\./);
});

function stoppedScene(scene: Scene, halted: boolean): Scene {
  const {status, rows} = scene;
  const isLive = (name: string): boolean => name === 'unfiltered' || name === 'partial';
  return {
    ...scene,
    rows: {...rows, unfiltered: [], partial: []},
    status: {
      ...status,
      files: status.files.map((one) => (isLive(one.name) ? file(one.name, 0, 'live') : one)),
      progress: {...status.progress, state: 'paused', because: 'The build was stopped.', session: '2026-03-03'},
      ...(halted ? {halted: {at: startedAt, actor: 'ada', cause: 'a list lied'}} : {}),
    },
  };
}
