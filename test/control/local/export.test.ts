import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {Failure} from '../../../source/failure.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {type House, openHouse, owner} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

async function place(t: TestContext): Promise<{house: House; folder: string}> {
  const {connection} = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [connection]});
  await house.perform({name: 'build'});
  const folder = await mkdtemp(join(tmpdir(), 'universe-export-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  return {house, folder};
}

const exported = (file: string, more: Partial<Extract<Command, {name: 'export'}>> = {}): Command => ({
  name: 'export',
  table: 'final',
  format: 'csv',
  file,
  ...more,
});

async function refused(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof Failure);
  return `${thrown.kind} ${thrown.code}`;
}

test('an export writes the whole table and says path, bytes and rows', async (t) => {
  const {house, folder} = await place(t);
  const file = join(folder, 'universe.csv');

  const result = await house.perform(exported(file));

  const text = await readFile(file, 'utf8');
  assert.equal(text.split('\r\n').length, 42);
  assert.deepEqual([result.data?.rows, result.data?.bytes, result.data?.file], [40, Buffer.byteLength(text), file]);
  assert.match(result.sentence, /^Wrote 40 rows of final to .*universe\.csv \([\d,]+ bytes\)\.$/);
  assert.match(house.of('command.recorded').at(-1)?.detail ?? '', /^Wrote 40 rows/);
});

test('marked rows alone are written, as JSON or for a spreadsheet', async (t) => {
  const {house, folder} = await place(t);
  const [json, sheet] = [join(folder, 'some.json'), join(folder, 'some.csv')];

  await house.perform(exported(json, {format: 'json', symbols: ['ORDAB', 'ORDAA', 'NONE']}));
  await house.perform(exported(sheet, {spreadsheet: true, symbols: ['ORDAA']}));

  const rows: {symbol: string}[] = JSON.parse(await readFile(json, 'utf8'));
  assert.deepEqual(
    rows.map(({symbol}) => symbol),
    ['ORDAA', 'ORDAB'],
  );
  assert.match(await readFile(sheet, 'utf8'), /\r\n"=""ORDAA"""/);
});

test('a log is written whole, what was done just now with it, and the audit log as closed as it is', async (t) => {
  const {house, folder} = await place(t);
  const [ops, audit] = [join(folder, 'ops.json'), join(folder, 'audit.csv')];
  await house.perform({name: 'blocklist.add', symbols: ['ORDAA'], justification: 'a moment ago'});

  const result = await house.perform(exported(ops, {table: 'ops', format: 'json'}));
  await house.perform(exported(audit, {table: 'audit'}));

  const records: {type: string; justification?: string}[] = JSON.parse(await readFile(ops, 'utf8'));
  assert.ok(records.some(({type, justification}) => type === 'blocklist.changed' && justification === 'a moment ago'));
  assert.match(result.sentence, new RegExp(`^Wrote ${records.length} records of ops to `));
  assert.equal((await stat(audit)).mode & 0o777, 0o600);
  const rows = exported(join(folder, 'x.csv'), {table: 'ops', symbols: ['ORDAA']});
  assert.equal(await refused(house.perform(rows)), 'usage export.form');
});

test('a file that is there is not touched until somebody says that it may be replaced', async (t) => {
  const {house, folder} = await place(t);
  const file = join(folder, 'mine.csv');
  await writeFile(file, 'precious');

  const first = await house.perform(exported(file));
  const untouched = await readFile(file, 'utf8');
  const second = await house.perform(exported(file, {replace: true}));

  assert.deepEqual([first.kind, first.data?.exists, untouched], ['usage', true, 'precious']);
  const stages = house.of('command.recorded').map(({command, stage}) => `${command} ${stage}`);
  assert.deepEqual(stages.slice(-4), ['export intended', 'export declined', 'export intended', 'export done']);
  assert.equal(second.kind, 'done');
  assert.match(await readFile(file, 'utf8'), /^symbol,/);
});

test('the engine’s own files are no place for an export, also not through a link', async (t) => {
  const {house, folder} = await place(t);
  const before = await readFile(house.paths.final);
  await symlink(house.paths.root, join(folder, 'link'));
  await symlink(house.paths.final, join(folder, 'final.csv'));
  const inside = [house.paths.final, join(house.paths.root, 'new.csv'), join(folder, 'link', 'new.csv')];

  for (const file of [...inside, join(folder, 'final.csv')]) {
    assert.equal(await refused(house.perform(exported(file, {replace: true}))), 'usage export.root');
  }
  assert.deepEqual(await readFile(house.paths.final), before);
});

test('a path without its folder, a folder that is not there, and rows that are nowhere are refused', async (t) => {
  const {house, folder} = await place(t);
  const file = join(folder, 'x.csv');

  assert.equal(await refused(house.perform(exported('x.csv'))), 'usage export.relative');
  assert.match(await refused(house.perform(exported(join(folder, 'none', 'x.csv')))), /^failed|^usage/);
  assert.equal(await refused(house.perform(exported(file, {symbols: ['NONE']}))), 'usage export.nothing');
  assert.equal(await refused(house.perform(exported(file, {format: 'json', spreadsheet: true}))), 'usage export.form');
  assert.equal(await refused(house.perform(exported(file), {...owner, name: 'vera'})), 'credentials access.denied');
});

test('an operator, for whom the engine would write over files of the owner, is told to write it without the engine', async (t) => {
  const {house, folder} = await place(t);
  const file = join(folder, 'universe.csv');
  await house.perform({name: 'access.grant', user: 'oscar', role: 'operator'});
  await writeFile(file, 'mine');

  const tried = house.perform(exported(file, {replace: true}), {name: 'oscar', via: 'dashboard'});

  await assert.rejects(tried, {
    code: 'access.denied',
    hint: `Let your own shell write the file: universe --root ${house.paths.root} export final > FILE`,
  });
  assert.equal(await readFile(file, 'utf8'), 'mine');
});
