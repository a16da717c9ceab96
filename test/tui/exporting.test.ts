import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Command, Result} from '../../source/control/control.ts';
import {count} from '../../source/tui/figures.ts';
import type {Form} from '../../source/tui/form.ts';
import {type Model, rowsShown} from '../../source/tui/model.ts';
import type {Response} from '../../source/tui/press.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = modelOf(sealedScene(100), {folder: '/home/ada'});
const cheap = pressed(calm, '3/price<200\r').model;

function found(model: Model): readonly (string | undefined)[] {
  const {count: many, at} = rowsShown(model, model.focus);
  return Array.from({length: many}, (_, i) => at(i)?.symbol);
}

/** What the last key made the engine do, and what came to the screen of the answer. */
async function asked(
  model: Model,
  keys: string,
  result: Result = {kind: 'done', sentence: ''},
): Promise<{readonly commands: readonly Command[]; readonly applied: readonly unknown[]}> {
  const commands: Command[] = [];
  const applied: unknown[] = [];
  const perform = async (command: Command): Promise<Result> => {
    commands.push(command);
    return result;
  };
  const doing = {perform, control: {perform}, apply: (change: unknown) => applied.push(change), say: () => {}};
  const works = pressed(model, keys).done.filter((one): one is Extract<Response, {type: 'run'}> => one.type === 'run');
  for (const {work} of works) await work(doing as never);
  return {commands, applied};
}

function formOf({overlay}: Model): Form | undefined {
  return overlay?.kind === 'form' ? overlay.form : undefined;
}

function errorOf({overlay}: Model): string | undefined {
  return overlay?.kind === 'palette' ? overlay.palette.error : undefined;
}

test('exactly the rows that a search left are exported from the form, and those of the table that is chosen in it', async () => {
  const symbols = found(cheap);
  assert.ok(symbols.length > 0 && symbols.length < calm.tables.final.rows.length);
  const open = pressed(cheap, 'e').model;
  const rowsIn = (model: Model) => formOf(model)?.fields.find(({name}) => name === 'rows');

  assert.equal(rowsIn(open)?.help, `found: the ${count(symbols.length)} that final lists now`);
  const {commands} = await asked(open, '\x1b[Z\x1b[Z\x1b[C\x13');
  assert.deepEqual(
    commands.map((one) => 'symbols' in one && one.symbols),
    [symbols],
  );
  const other = pressed(open, '\x1b[Z\x1b[Z\x1b[Z\x1b[C').model;
  const blocked = rowsShown(cheap, 'blocklist').count;
  assert.equal(rowsIn(other)?.help, `found: the ${count(blocked)} that blocklist lists now`);
  assert.equal(rowsIn(pressed(calm, 'e').model), undefined);
});

test('what the palette is told whole is done, in the format that the name says', async () => {
  const whole = {name: 'export', table: 'final', format: 'json', file: '/home/ada/x.json'};
  const some = {name: 'export', table: 'final', format: 'csv', file: '/tmp/a b.csv', symbols: found(cheap)};

  assert.deepEqual((await asked(calm, ':export final x.json\r')).commands, [whole]);
  assert.deepEqual((await asked(cheap, ':export final x.json\r')).commands, [whole]);
  assert.deepEqual((await asked(cheap, ':export final found /tmp/a b.csv\r')).commands, [some]);
  assert.deepEqual((await asked(cheap, ':export found /tmp/a b.csv\r')).commands, [some]);
  const [first, second] = found(calm);
  assert.deepEqual((await asked(calm, '3  :export marked /tmp/a b.csv\r')).commands, [
    {...some, symbols: [first, second]},
  ]);
});

test('over a file that is there the palette asks as the form does', async () => {
  const there: Result = {kind: 'usage', sentence: '/x.csv is there already.', data: {exists: true}};
  const {applied} = await asked(calm, ':export final /x.csv\r', there);

  const [opened] = applied as readonly {readonly overlay: {readonly ask: object}}[];
  const purpose = {name: 'export', table: 'final', format: 'csv', file: '/x.csv', replace: true};
  assert.partialDeepStrictEqual(opened?.overlay.ask, {title: 'Replace the file?', purpose});
});

test('words of an export that make no sense are refused in the palette, and half of them open the form', () => {
  for (const [model, line, because] of [
    [calm, 'export nothing', /^There is no table "nothing"/],
    [calm, 'export final ~/x.csv', /^Only a shell knows ~/],
    [calm, 'export found x.csv', /^Nothing is searched for or compared/],
    [calm, 'export marked x.csv', /^Nothing is marked/],
    [cheap, 'export ops found x.csv', /^Of a log all is exported/],
    [pressed(calm, '/zzzz\r').model, 'export final found x.csv', /^No row of final is listed/],
  ] as const) {
    const {model: after, done} = pressed(model, `:${line}\r`);
    assert.match(errorOf(after) ?? '', because, line);
    assert.deepEqual(done, [], line);
  }
  const half = formOf(pressed(cheap, ':export blocklist found\r').model);
  assert.deepEqual(half?.fields.map(({text}) => text).slice(0, 2), ['blocklist', 'found']);
});
