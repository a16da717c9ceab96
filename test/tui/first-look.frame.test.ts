import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Query, TableName} from '../../source/control/query.ts';
import {asItComes, firstArrangements} from '../../source/tui/arrangement.ts';
import {answerOf, type Scene, type Stage, sealedScene, stage} from '../helpers/dashboard-scene.ts';
import {on, shows} from '../helpers/dashboard-stage.ts';
import {sizes} from '../helpers/frame.ts';

/** An engine that answers nothing before it has begun. */
function starting(): {scene: Scene; begin: () => void} {
  const scene = sealedScene();
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const answer = (query: Query): unknown => begun.then(() => answerOf(sealedScene(), query));
  return {scene: {...scene, answer}, begin};
}

const tablesOf = ({rows}: Scene) =>
  (Object.keys(rows) as TableName[]).map((table) => ({table, answer: {version: table, rows: rows[table]}}));

for (const size of sizes) {
  test(`at ${size.columns}x${size.rows} the first frame has the rows of the files, before any engine has answered`, async (t) => {
    const {scene} = starting();
    const {terminal} = on(t, scene, {...size, tables: tablesOf(scene)});

    const text = await terminal.until((screen) => screen.includes(scene.rows.final[0]?.symbol ?? ''));

    assert.match(text, /FINAL +296/);
    assert.doesNotMatch(text, /none yet/);
    terminal.type('G');
    await terminal.until((screen) => screen.includes(scene.rows.final.at(-1)?.symbol ?? ''));
  });
}

test('what only the engine knows is neither said of the files nor of the funnel before it has answered', async (t) => {
  const {scene} = starting();
  const {terminal} = on(t, scene, {tables: tablesOf(scene)});
  await terminal.until((screen) => screen.includes('FINAL'));
  terminal.type('B');

  const text = await terminal.until((screen) => screen.includes('FUNNEL'));

  assert.match(text, /Asking the engine\./);
  assert.doesNotMatch(text, /counted yet|none yet/);
});

/** The one thing that was asked for has been done. */
async function built(staged: Stage): Promise<void> {
  const {clock, terminal, control} = staged;
  await shows(staged, /Build the universe/);
  terminal.type('y');
  for (let i = 0; i < 8; i++) {
    await clock.advance(250);
    await terminal.settle();
  }
  assert.deepEqual(
    control.performed.map(({command}) => command.name),
    ['build'],
  );
}

test('what is typed before the engine is there counts in its order as soon as it is, and leaving does not wait', async (t) => {
  const {scene, begin} = starting();
  const staged = on(t, scene, {tables: tablesOf(scene)});
  const {terminal, control} = staged;
  await terminal.until((screen) => screen.includes('FINAL'));
  terminal.type('b');
  await terminal.until((screen) => screen.includes('still starting'));
  assert.equal(control.performed.length, 0);

  begin();
  await built(staged);
});

test('an engine that never comes keeps nobody in', async () => {
  const {scene} = starting();
  const {terminal, over} = stage(scene, {columns: 120, rows: 40, tables: tablesOf(scene)});
  await terminal.until((screen) => screen.includes('FINAL'));
  terminal.type('bq');

  assert.deepEqual(await over, {code: 0});
});

/** What a glance sees of each table: three rows and how many there are. */
const glanceOf = (scene: Scene) =>
  tablesOf(scene).map(({table, answer}) => ({
    table,
    answer: {version: 'beginning', rows: answer.rows.slice(0, 3)},
    total: answer.rows.length,
  }));

function glanced(scene: Scene) {
  let readOn = (): void => {};
  const read = new Promise<void>((resolve) => {
    readOn = resolve;
  });
  const look = async () => {
    await read;
    return tablesOf(scene);
  };
  return {readOn: () => readOn(), look, tables: glanceOf(scene)};
}

test('of tables whose first rows are read alone, the count is of all, and a key counts once they are read to their end', async (t) => {
  const {scene} = starting();
  const {readOn, look, tables} = glanced(scene);
  const {terminal} = on(t, scene, {tables, look});
  const early = await terminal.until((screen) => screen.includes(scene.rows.final[0]?.symbol ?? ''));
  assert.match(early, /FINAL +296/);
  assert.match(early, / 1\/296/);
  const last = scene.rows.final.at(-1)?.symbol ?? '';
  terminal.type('Gk');
  for (let i = 0; i < 5; i++) await terminal.settle();
  assert.match(terminal.text(), / 1\/296/);

  readOn();
  const text = await terminal.until((screen) => screen.includes(last));

  assert.match(text, / 295\/296/);
});

test('what is typed while the rows are read and the engine starts keeps its order, and leaving waits for neither', async (t) => {
  const {scene, begin} = starting();
  const {readOn, look, tables} = glanced(scene);
  const staged = on(t, scene, {tables, look});
  const {terminal, control} = staged;
  await terminal.until((screen) => screen.includes('FINAL'));
  terminal.type('jb');
  for (let i = 0; i < 5; i++) await terminal.settle();
  assert.match(terminal.text(), / 1\/296/);
  readOn();
  await terminal.until((screen) => / 2\/296/.test(screen));
  assert.equal(control.performed.length, 0);

  begin();
  await built(staged);

  const other = stage(scene, {columns: 120, rows: 40, ...glanced(scene)});
  await other.terminal.until((screen) => screen.includes('FINAL'));
  other.terminal.type('jq');
  assert.deepEqual(await other.over, {code: 0});
});

test('a new root opens with its tables, whatever view another root was left in', async (t) => {
  const {scene} = starting();
  const kept = {view: {view: 'settings' as const}, keep: () => {}};
  const empty = tablesOf(scene).map(({table}) => ({table, answer: {version: 'absent', rows: []}}));

  const {terminal: fresh} = on(t, scene, {tables: empty, kept});
  assert.doesNotMatch(await fresh.until((screen) => screen.includes('CONNECTING')), /SETTINGS/);
  const {terminal: known} = on(t, scene, {tables: tablesOf(scene), kept});
  await known.until((screen) => screen.includes('SETTINGS'));
});

test('rows that are there at the start stand in the order that was kept, and the first of them alone in their own', async (t) => {
  const {scene} = starting();
  const sort = {column: 'close', descending: true};
  const arranged = {...firstArrangements, final: {...asItComes, sort}};
  const kept = {view: {arranged, focus: 'final'}, keep: () => {}} as const;
  const dearest = scene.rows.final.toSorted((a, b) => closeOf(b) - closeOf(a))[0]?.symbol;
  const [first] = scene.rows.final;

  const {terminal} = on(t, scene, {tables: tablesOf(scene), kept});
  await terminal.until((screen) => screen.includes(` ${dearest}  1/296`));

  const {readOn, look, tables} = glanced(scene);
  const staged = on(t, scene, {tables, look, kept});
  await staged.terminal.until((screen) => screen.includes(` ${first?.symbol}  1/296`));
  readOn();
  await staged.terminal.until((screen) => screen.includes(` ${dearest}  1/296`));
});

function closeOf(row: object): number {
  return 'lastClose' in row ? Number(row.lastClose) : 0;
}
