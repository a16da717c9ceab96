import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isWanted, lineOf} from '../../source/control/audit-line.ts';
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
