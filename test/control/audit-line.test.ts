import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineOf} from '../../source/control/audit-line.ts';
import {isWanted} from '../../source/control/wanted-lines.ts';
import type {LogRecord} from '../../source/store/log-file.ts';

const change = (rest: object): LogRecord => ({
  seq: 1,
  at: '2026-03-03T09:00:00.000Z',
  hash: '0'.repeat(64),
  type: 'blocklist.changed',
  action: 'added',
  actor: 'ann',
  justification: 'a probe',
  ...rest,
});

const twelve = Array.from({length: 12}, (_, index) => `SYM${String.fromCharCode(65 + index)}`);

test('a row of many symbols names some, says how many more there are, and shows the one that is looked for', () => {
  const plain = lineOf(change({symbols: twelve}), 'ops');
  const looked = lineOf(change({symbols: twelve}), 'ops', {symbol: 'syml'});

  assert.equal(plain?.text, 'SYMA SYMB SYMC SYMD SYME SYMF SYMG SYMH and 4 more · a probe');
  assert.equal(looked?.text, 'SYML SYMA SYMB SYMC SYMD SYME SYMF SYMG and 4 more · a probe');
});

test('an edit by hand says what it blocked and what it unblocked', () => {
  const edit = {action: 'file-edit', symbols: ['MSFT', 'AMZN', 'GOOG'], removed: ['GOOG']};

  assert.equal(lineOf(change(edit), 'ops')?.text, 'blocked MSFT AMZN · unblocked GOOG · a probe');
});

for (const [typed, symbol, isFound] of [
  ['aby', 'ABY', true],
  ['brk-b', 'BRK.B', true],
  ['BRK/B', 'BRK.B', true],
  ['bacpb', 'BACpB', true],
  ['BACpB', 'BACPB', false],
  ['ABX', 'ABY', false],
] as const) {
  test(`a search for ${typed} ${isFound ? 'finds' : 'leaves out'} ${symbol}`, () => {
    const line = lineOf(change({symbols: ['AAPL', symbol]}), 'ops');

    assert.ok(line);
    assert.equal(isWanted(line, {symbol: typed}), isFound);
  });
}

const act = (action: string, rest: object = {}): LogRecord =>
  change({type: 'credential', stage: 'done', action, user: 'ann', host: 'here', via: 'command', ...rest});

for (const [action, called, notCalled] of [
  ['reveal', ['reveal', 'credentials.reveal'], ['credentials', 'credentials.read']],
  ['credentials.reveal', ['reveal', 'credentials.reveal', 'credentials'], ['read']],
  ['edit', ['edit', 'credentials.set'], ['add']],
  ['rotate', ['rotate', 'credentials.rotate', 'rotation.run'], ['keys.rotate']],
  ['key-rotate', ['key-rotate', 'keys.rotate'], ['rotate']],
  ['access.grant', ['access-grant', 'access.grant', 'grant'], ['access-revoke']],
  ['file-decrypt', ['file-decrypt', 'secrets.decrypt'], []],
  ['restore-snapshot', ['restore-snapshot', 'restore'], ['credentials.restore']],
  ['restore', ['restore', 'credentials.restore'], ['restore-snapshot']],
] as const) {
  test(`the record of ${action} is found by what it is called in either log and as a command`, () => {
    const line = lineOf(act(action), 'audit');

    assert.ok(line);
    for (const name of called) assert.equal(isWanted(line, {action: name}), true, name);
    for (const name of notCalled) assert.equal(isWanted(line, {action: name}), false, name);
  });
}

test('a snapshot that was restored is in the ops log, and no restore of credentials', () => {
  const line = lineOf(change({type: 'command.recorded', command: 'restore', stage: 'done'}), 'ops');

  assert.ok(line);
  assert.equal(isWanted(line, {action: 'credentials.restore'}), false);
});

test('who was given a right is no provider', () => {
  const granted = lineOf(act('access-grant', {fields: ['polygon'], detail: 'polygon operator'}), 'audit');
  const checked = lineOf(act('check', {fields: ['polygon', 'tradier']}), 'audit');

  assert.deepEqual([granted?.providers, checked?.providers], [[], ['polygon', 'tradier']]);
});
