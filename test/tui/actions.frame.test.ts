import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type {Command, Result} from '../../source/control/control.ts';
import type {Explanation, Query} from '../../source/control/query.ts';
import {Failure} from '../../source/failure.ts';
import {type Scene, type Stage, sealedScene} from '../helpers/dashboard-scene.ts';
import {sizes} from '../helpers/frame.ts';
import {onStage} from '../helpers/on-stage.ts';

async function on(t: TestContext, more: Partial<Scene>, size: {columns: number; rows: number}): Promise<Stage> {
  return onStage(t, {...sealedScene(), ...more}, size);
}

function explained(symbol: string): Explanation {
  return {symbol, admitted: true, rules: [], reasons: [], nights: [], sentence: `${symbol} is as it is.`};
}

const answers = (query: Query): unknown => (query.name === 'explain' ? explained(query.symbol) : undefined);
const commandsOf = ({control}: Stage): readonly Command[] => control.performed.map(({command}) => command);
const wide = {columns: 120, rows: 40};

for (const size of sizes) {
  test(`at ${size.columns}x${size.rows} Enter shows the card, n the next, and Escape the tables again`, async (t) => {
    const {terminal, scene} = await on(t, {answers}, size);
    const [first, second] = scene.rows.final.map(({symbol}) => symbol);
    terminal.type('\r');
    await terminal.until((screen) => screen.includes(`${first} is as it is.`));
    terminal.type('n');

    const text = await terminal.until((screen) => screen.includes(`${second} is as it is.`));

    assert.doesNotMatch(text, new RegExp(`${first} is as it is`));
    assert.equal(text.match(/^ *\+-+\+ *$/gm)?.length, 2);
    terminal.type('q');
    await terminal.until((screen) => !screen.includes('is as it is'));
  });
}

test('whoever pages fast has only the last symbol read, and sees no other answer meanwhile', async (t) => {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const slow = async (query: Query): Promise<unknown> => {
    if (query.name !== 'explain') return undefined;
    asked.push(query.symbol);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return explained(query.symbol);
  };
  const {terminal, scene} = await on(t, {answers: slow}, wide);
  const symbols = scene.rows.final.map(({symbol}) => symbol);
  terminal.type('\rnnnn');
  await terminal.until((screen) => screen.includes(`  ${symbols[4]}  `) && screen.includes('Reading why it is in'));

  waiting.shift()?.();
  await terminal.settle();
  const between = terminal.text();
  waiting.shift()?.();

  await terminal.until((screen) => screen.includes(`${symbols[4]} is as it is.`));
  assert.deepEqual(asked, [symbols[0], symbols[4]]);
  assert.doesNotMatch(between, /is as it is/);
});

test('a card that cannot be read says why and can be left', async (t) => {
  const refuse = (): never => {
    throw new Failure('gone', 'The night does not match its checksum.', {hint: 'Restore it.'});
  };
  const {terminal} = await on(t, {answers: refuse}, wide);
  terminal.type('\r');

  await terminal.until((screen) => screen.includes('Not known: The night does not match its checksum. Restore it.'));
});

for (const size of sizes) {
  test(`at ${size.columns}x${size.rows} a refused block says so at its field, keeps what was typed, and goes out again`, async (t) => {
    let tries = 0;
    const perform = (): Result => {
      tries += 1;
      if (tries === 1)
        throw new Failure('usage.ticker', '"A B" cannot be a ticker; nothing was changed.', {kind: 'usage'});
      return {kind: 'done', sentence: 'AAB blocked.'};
    };
    const staged = await on(t, {perform, answers}, size);
    staged.terminal.type('amerger closes\r\r');
    const refused = await staged.terminal.until((screen) => screen.includes('! "A B" cannot be a ticker'));
    staged.terminal.type('\x13');
    await staged.terminal.until((screen) => screen.includes('Block: AAB blocked.'));

    assert.match(refused, /Reason \* +merger closes/);
    const symbol = staged.scene.rows.final[0]?.symbol;
    const sent: Command = {name: 'blocklist.add', symbols: [symbol ?? ''], justification: 'merger closes'};
    assert.deepEqual(commandsOf(staged), [sent, sent]);
    assert.doesNotMatch(staged.terminal.text(), /Block symbols/);
  });

  test(`at ${size.columns}x${size.rows} an export over a file that is there asks, with No as its default`, async (t) => {
    const perform = (command: Command): Result =>
      command.name === 'export' && command.replace
        ? {kind: 'done', sentence: 'Wrote 3 rows.'}
        : {kind: 'usage', sentence: '/x.csv is there already; nothing was written.', data: {exists: true}};
    const staged = await on(t, {perform, answers}, size);
    const {terminal} = staged;
    terminal.type('e');
    const form = await terminal.until((screen) => screen.includes('Export a table'));
    terminal.type('\x15/x.csv\r');
    await terminal.until((screen) => screen.includes('Replace the file?'));
    terminal.type('\r');
    await terminal.until((screen) => !screen.includes('Replace the file?'));
    terminal.type('e\x15/x.csv\r');
    await terminal.until((screen) => screen.includes('Replace the file?'));
    terminal.type('y');
    await terminal.until((screen) => screen.includes('Export: Wrote 3 rows.'));

    assert.match(form, /symbol-universe-final-2026-03-02\.csv/);
    const plain = {name: 'export', table: 'final', format: 'csv', file: '/x.csv'};
    assert.deepEqual(commandsOf(staged), [plain, plain, {...plain, replace: true}]);
  });
}

test('the proposed name follows table and format until a person writes another', async (t) => {
  const {terminal} = await on(t, {answers}, wide);
  terminal.type('e\x1b[Z\x1b[C');
  await terminal.until((screen) => screen.includes('symbol-universe-final-2026-03-02.json'));
  terminal.type('\x1b[Z\x1b[C');

  await terminal.until((screen) => screen.includes('symbol-universe-blocklist-2026-03-02.json'));
});

test('a log is exported from the form like a table, and whatever is marked does not count there', async (t) => {
  const staged = await on(t, {answers}, wide);
  staged.terminal.type('  e\x1b[Z\x1b[Z\x1b[Z\x1b[C\x1b[C');
  await staged.terminal.until((screen) => screen.includes('symbol-universe-ops-2026-03-02.csv'));
  staged.terminal.type('\x13');
  await staged.terminal.settle();

  const [command] = commandsOf(staged);
  assert.ok(command?.name === 'export');
  assert.deepEqual([command.table, command.format, command.symbols], ['ops', 'csv', undefined]);
});

test('who reads that a build has sealed can build again at once, however far behind its events are', async (t) => {
  const scene = sealedScene();
  const answer = (query: Query) => (query.name === 'status' ? scene.status : undefined);
  // What says that it ended is still to come, and the status of now knows.
  const perform = async (): Promise<Result> => {
    staged.control.emit({
      type: 'build.started',
      buildId: 'b2',
      session: '2026-03-02',
      resumed: false,
      actor: 'ada',
      trigger: 'command',
    });
    await staged.terminal.settle();
    scene.status = {...scene.status, now: '2026-03-02T22:00:09.000Z'};
    return {kind: 'done', sentence: 'Sealed 2,791 symbols.'};
  };
  const staged = await on(t, {...scene, perform, answer}, wide);
  const {terminal} = staged;
  terminal.type('b');
  await terminal.until((screen) => screen.includes('Build the universe'));
  terminal.type('y');
  await terminal.until((screen) => screen.includes('Build: Sealed 2,791 symbols.'));

  terminal.type('b');

  await terminal.until((screen) => screen.includes('Build the universe'));
});

test('an export has the format that the name of its file says, and a contradiction is refused in its place', async (t) => {
  const perform = (): Result => ({kind: 'done', sentence: 'Wrote 3 rows.'});
  const staged = await on(t, {perform, answers}, wide);
  const {terminal} = staged;
  terminal.type('e\x15/x.json\r');
  await terminal.until((screen) => screen.includes('The name x.json says JSON'));
  terminal.type('\x1b');
  await staged.clock.advance(100);
  assert.deepEqual(commandsOf(staged), []);

  terminal.type(': export final /x.json\r');
  await terminal.until((screen) => screen.includes('Export: Wrote 3 rows.'));
  assert.deepEqual(commandsOf(staged), [{name: 'export', table: 'final', format: 'json', file: '/x.json'}]);
});
