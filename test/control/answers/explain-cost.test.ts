import assert from 'node:assert/strict';
import {appendFile, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerExplain} from '../../../source/control/answers/explain.ts';
import {explainNight} from '../../../source/control/answers/explain-night.ts';
import {keptNight, lookUpNight, openNight} from '../../../source/control/answers/nights.ts';
import {blocklistRows, universeRows, verdictRows} from '../../../source/store/night-rows.ts';
import type {VerdictLine} from '../../../source/universe/verdict.ts';
import {cheap, rowOf, sealedRoot} from '../../helpers/sealed-root.ts';

const sessions = ['2026-02-25', '2026-02-26', '2026-02-27', '2026-03-02'];
const rows = Array.from({length: 400}, (_, i) =>
  rowOf({symbol: `S${i}`, name: `Company "${i}",株`, marketCap: i % 3 === 0 ? 1e6 : 1e9}),
);
const carried = rowOf({symbol: 'CARR', carried: 2, priceSession: '2026-02-26'});
const lines: readonly VerdictLine[] = [
  {symbol: 'CARR', bucket: 'carried', reasons: [{rule: 'price-unknown'}]},
  {symbol: 'ZZZ', bucket: 'below-floor', reasons: [{rule: 'blocked', observed: 0.42, limit: 1}]},
  {symbol: 'LAST', bucket: 'rejected', reasons: [], lastValues: {entry: rowOf({symbol: 'S7'}), lacking: []}},
];

test('a card has the lines of its symbol understood, and no night as a whole, neither the first time nor again', async (t) => {
  const root = await sealedRoot(t);
  for (const session of sessions)
    await root.seal({session, rows, carried: [carried], lines, blocklist: [cheap('ZZZ')]});
  const {length} = await readFile(join(root.paths.history, '2026-03-02', 'verdicts.jsonl'), 'utf8');
  let understood = 0;
  const own = JSON.parse.bind(JSON);
  t.mock.method(JSON, 'parse', (text: string) => {
    understood += text.length;
    return own(text);
  });

  for (const symbol of ['S1', 'S2', 'CARR', 'ZZZ']) {
    understood = 0;
    const {nights, rules} = await answerExplain(root.reading, {name: 'explain', symbol});
    assert.equal(nights.length, 4);
    assert.ok(rules.length > 0);
    // Its own lines, the headings and the manifests of four nights.
    assert.ok(understood < length / 2, `${understood} characters of nights whose verdicts alone are ${length}`);
  }
});

test('a symbol is told of the same whether its night is looked up or read whole', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows, carried: [carried], lines, blocklist: [cheap('ZZZ')]});
  const night = await keptNight(root.reading);
  const [whole, lookedUp] = [await openNight(night), await lookUpNight(night)];

  assert.deepEqual([...lookedUp.lines.keys()].sort(), [...whole.lines.keys()].sort());
  for (const symbol of [...whole.lines.keys(), 'NOPE', 'S'])
    assert.deepEqual(explainNight(lookedUp, symbol), explainNight(whole, symbol), symbol);
});

test('a live file that is not the one of its night is read whole, and its damage told', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await appendFile(root.paths.final, 'x');

  assert.match((await answerExplain(root.reading, {name: 'explain', symbol: 'ACME'})).sentence, /not whole JSON/);
});

test('a row that is named within another one is not taken for it', () => {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');

  assert.equal(verdictRows(text).has('S7'), false);
  assert.equal(verdictRows(text).get('LAST')?.lastValues?.entry.symbol, 'S7');
});

test('a universe file in another layout, and a blocklist by hand, are looked up all the same', () => {
  const head = {schema_version: '1.0.0', build_timestamp_utc: '2026-03-02T23:30:00.000Z'};
  const pretty = JSON.stringify({...head, symbols: []}, undefined, 2);
  const byHand =
    '# mine\ngoog # earnings, "soon"\nABC # one\nABC # two\n"DEF",2026-03-01T00:00:00.000Z,user:ann,"a ""b"", c",manual\n';

  assert.equal(universeRows(pretty).rows.get('ACME'), undefined);
  assert.deepEqual(
    ['GOOG', 'ABC', 'DEF', 'AB'].map((symbol) => {
      const entry = blocklistRows(byHand).get(symbol);
      return entry?.origin === 'manual' ? entry.justification : undefined;
    }),
    ['earnings, "soon"', 'two', 'a "b", c', undefined],
  );
  assert.throws(() => blocklistRows('ABC # one\nbacpb\n').get('BACPB'), /Line 2 of the blocklist/);
});
