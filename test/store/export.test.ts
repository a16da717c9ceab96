import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {exportRows} from '../../source/store/export.ts';
import {universeColumns} from '../../source/store/formats/universe-file.ts';
import type {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {fromSpreadsheet, readCsv} from './read-csv.ts';
import {enriched} from './store-fixture.ts';

const csvOf = (rows: readonly EnrichedSymbol[], spreadsheet = false): string =>
  [...exportRows('final', rows, {format: 'csv', spreadsheet})].join('');
const cellsOf = (row: EnrichedSymbol): string[] =>
  universeColumns.map((column) => {
    const value = row[column];
    return value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value);
  });

test('tickers that are words survive both forms', () => {
  const rows = ['NA', 'NAN', 'TRUE', 'ON', 'NULL', 'CON', 'PRN', 'MAR', 'E', 'BACpB'].map((symbol) => enriched(symbol));

  const plain = readCsv(csvOf(rows));
  const spreadsheet = readCsv(csvOf(rows, true));

  assert.deepEqual(plain.slice(1), rows.map(cellsOf));
  assert.deepEqual(
    spreadsheet.slice(1).map((record) => record[0]),
    rows.map(({symbol}) => `="${symbol}"`),
  );
});

const name = fc.oneof(
  fc.string({unit: 'grapheme'}),
  fc.string({unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", ' ', 'a', '＝')}),
);

test('any text comes back exactly from both forms', () => {
  fc.assert(
    fc.property(fc.array(name, {maxLength: 6}), (names) => {
      const rows = names.map((text) => enriched('NA', {name: text, sector: text}));

      const plain = readCsv(csvOf(rows));
      const spreadsheet = readCsv(csvOf(rows, true));

      assert.deepEqual(plain, [[...universeColumns], ...rows.map(cellsOf)]);
      assert.deepEqual(
        spreadsheet.slice(1).map((record) => record.map(fromSpreadsheet)),
        rows.map(cellsOf),
      );
      for (const cell of spreadsheet.slice(1).flat()) assert.doesNotMatch(cell, /^(?!="NA"$)[=+\-@\t\r＝＋－＠]/);
    }),
    {numRuns: 1500},
  );
});

test('an absent fact is an empty cell and an absent key', () => {
  const {marketCap: _marketCap, ...row} = enriched('AAA');

  assert.match(csvOf([row]), /\r\nAAA,NYSE,12\.34,,Company/);
  assert.deepEqual(JSON.parse([...exportRows('final', [row], {format: 'json'})].join('')), [row]);
});

test('a blocklist and a log export their own columns', () => {
  const manual = {
    symbol: 'NA',
    at: '2026-03-02T21:00:00.000Z',
    origin: 'manual',
    actor: 'ann',
    justification: '=cmd, "x"',
  } as const;
  const record = {seq: 1, at: '2026-03-02T21:00:00.000Z', hash: 'ab', type: 'halt.set', cause: '@x'};

  const blocklist = readCsv([...exportRows('blocklist', [manual], {format: 'csv', spreadsheet: true})].join(''));
  const log = readCsv([...exportRows('ops', [record], {format: 'csv'})].join(''));

  assert.deepEqual(blocklist, [
    ['symbol', 'at', 'source', 'reason', 'flags'],
    ['="NA"', manual.at, 'user:ann', `'=cmd, "x"`, 'manual'],
  ]);
  assert.deepEqual(log, [
    ['seq', 'at', 'type', 'actor', 'action', 'provider', 'symbol', 'reason', 'detail', 'hash'],
    ['1', record.at, 'halt.set', '', '', '', '', '@x', '{}', 'ab'],
  ]);
});

test('who did what to whom, and why, has a column of its own in both logs', () => {
  const of = {seq: 1, at: '2026-03-02T21:00:00.000Z', hash: 'ab'};
  const touched = {
    ...of,
    type: 'credential',
    stage: 'done',
    action: 'edit',
    provider: 'acme',
    fields: ['apiKey'],
    user: 'ann',
    justification: 'it was void',
  };
  const blocked = {...of, type: 'command.recorded', command: 'blocklist.add', actor: 'ann', symbols: ['AA', 'BB']};

  const [, one] = readCsv([...exportRows('audit', [touched], {format: 'csv'})].join(''));
  const [, other] = readCsv([...exportRows('ops', [blocked], {format: 'csv'})].join(''));

  assert.deepEqual(one?.slice(3, -1), [
    'ann',
    'edit',
    'acme',
    '',
    'it was void',
    '{"stage":"done","fields":["apiKey"]}',
  ]);
  assert.deepEqual(other?.slice(3, -1), ['ann', 'blocklist.add', '', 'AA BB', '', '{}']);
  assert.equal(touched.user, 'ann');
});

test('nothing to export is still a valid table', () => {
  assert.equal([...exportRows('final', [], {format: 'json'})].join(''), '[]\n');
  assert.deepEqual(readCsv(csvOf([])), [[...universeColumns]]);
});
