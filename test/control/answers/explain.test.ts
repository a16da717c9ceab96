import assert from 'node:assert/strict';
import {rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerExplain} from '../../../source/control/answers/explain.ts';
import {writeDurably} from '../../../source/store/file.ts';
import {encodeBlocklist} from '../../../source/store/formats/blocklist-file.ts';
import {cheap, rowOf, type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';

const explain = ({reading}: SealedRoot, symbol: string, night?: string) =>
  answerExplain(reading, {name: 'explain', symbol, ...(night === undefined ? {} : {night})});

test('an admitted symbol passes every rule, with what was seen and what is asked for', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();

  const answer = await explain(root, 'ACME');

  assert.deepEqual(
    {bucket: answer.bucket, admitted: answer.admitted, sentence: answer.sentence, nights: answer.nights},
    {
      bucket: 'admitted',
      admitted: true,
      sentence: 'ACME is in the universe.',
      nights: [{night: '2026-03-02', bucket: 'admitted'}],
    },
  );
  assert.deepEqual(answer.rules[2], {rule: 'price-below', passed: true, observed: 12.5, limit: 1});
  assert.deepEqual(answer.facts, rowOf());
});

test('a rejected symbol says what would have to be different', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows: [rowOf(), rowOf({symbol: 'TINY', marketCap: 287_400_000})]});

  const answer = await explain(root, 'TINY');

  assert.equal(answer.counterfactual, 'passes if minMarketCap ≤ 287M');
  assert.deepEqual(answer.reasons, [{rule: 'cap-below', observed: 287_400_000, limit: 300e6}]);
  assert.equal(answer.sentence, 'TINY is not in the universe: market cap 287M < 300M.');
});

test('a blocked symbol shows its entry although no row of it exists', async (t) => {
  const root = await sealedRoot(t);
  const line = {symbol: 'ZZZ', bucket: 'blocked', reasons: [{rule: 'blocked', observed: 0.42, limit: 1}]} as const;
  await root.seal({blocklist: [cheap('ZZZ')], lines: [{...line, reasons: [...line.reasons]}]});

  const answer = await explain(root, 'ZZZ');

  assert.deepEqual(answer.blocked, cheap('ZZZ'));
  assert.match(answer.sentence, /blocked, below price floor: 0\.42 < 1\.00 \(session 2026-03-02\)/);
});

test('a symbol blocked since the seal is in, and the next seal leaves it out', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await writeDurably(root.paths.blocklist, encodeBlocklist([cheap('ACME')]));

  const now = await explain(root, 'ACME');
  const then = await explain(root, 'ACME', '2026-03-02');

  assert.deepEqual([now.admitted, now.blocked], [true, cheap('ACME')]);
  assert.match(now.sentence, /is in the universe\. Blocked since then/);
  assert.equal(then.blocked, undefined);
});

test('a carried symbol names the night of its values and what is lacking', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({
    carried: [rowOf({symbol: 'CARR', carried: 2, priceSession: '2026-02-26'})],
    lines: [{symbol: 'CARR', bucket: 'carried', reasons: [{rule: 'price-unknown'}]}],
  });

  const answer = await explain(root, 'CARR');

  assert.equal(answer.sentence, 'CARR stays in the universe on its values of 2026-02-26, for 2 nights: close unknown.');
  assert.deepEqual([answer.admitted, answer.reasons], [true, [{rule: 'price-unknown'}]]);
});

test('a held symbol shows by how much its sources differ', async (t) => {
  const root = await sealedRoot(t);
  const reasons = [{rule: 'held', observed: 0.021}] as const;
  await root.seal({rows: [rowOf({symbol: 'HELD'})], lines: [{symbol: 'HELD', bucket: 'held', reasons: [...reasons]}]});

  assert.deepEqual((await explain(root, 'HELD')).reasons, reasons);
});

test('a symbol that nobody listed gets a sentence', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();

  const answer = await explain(root, 'NO\u001b[31mPE');

  assert.deepEqual([answer.symbol, answer.sentence], ['NOPE', 'NOPE was not on any list that night.']);
});

test('any spelling and lower case find the symbol, the exact one first', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows: ['BRK.B', 'BACpB', 'BACPB', 'ACHR.WS', 'F'].map((symbol) => rowOf({symbol}))});

  for (const [typed, symbol] of [
    ['BRK-B', 'BRK.B'],
    ['brk-b', 'BRK.B'],
    ['BRK/B', 'BRK.B'],
    ['BRK B', 'BRK.B'],
    ['BAC-PB', 'BACpB'],
    ['BACpB', 'BACpB'],
    ['BACPB', 'BACPB'],
    ['ACHR+', 'ACHR.WS'],
    [' f ', 'F'],
  ] as const) {
    assert.equal((await explain(root, typed)).symbol, symbol, typed);
  }
});

test('lower case that could mean two symbols means the one in capitals, or none', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows: ['BACPB', 'BACpB', 'ABpW', 'ABPw'].map((symbol) => rowOf({symbol}))});

  assert.equal((await explain(root, 'bacpb')).symbol, 'BACPB');
  assert.match((await explain(root, 'abpw')).sentence, /abpw was not on any list/);
});

test('the last seven nights are told newest first, and a damaged one is named', async (t) => {
  const root = await sealedRoot(t);
  const sessions = ['02-19', '02-20', '02-23', '02-24', '02-25', '02-26', '02-27'].map((day) => `2026-${day}`);
  for (const session of sessions)
    await root.seal({session, rows: [rowOf({marketCap: session < '2026-02-25' ? 1e6 : 1e9})]});
  await root.seal({rows: [rowOf({symbol: 'BETA'})]});
  await writeFile(join(root.paths.history, '2026-02-26', 'verdicts.jsonl'), '{}\n');

  const answer = await explain(root, 'acme');

  assert.deepEqual(
    answer.nights.map(({night, bucket}) => `${night} ${bucket}`),
    [
      '2026-03-02 absent',
      '2026-02-27 admitted',
      '2026-02-25 admitted',
      '2026-02-24 rejected',
      '2026-02-23 rejected',
      '2026-02-20 rejected',
    ],
  );
  assert.match(
    answer.sentence,
    /The night of 2026-02-26 is left out\. verdicts\.jsonl of 2026-02-26 is missing or damaged/,
  );
});

test('without a seal, a night or its verdicts the answer is a sentence', async (t) => {
  const root = await sealedRoot(t);
  const unsealed = await explain(root, 'ACME');
  await root.seal();
  const unknown = await explain(root, 'ACME', '2026-01-05');
  await rm(join(root.paths.history, '2026-03-02', 'verdicts.jsonl'));
  const damaged = await explain(root, 'ACME');

  assert.match(unsealed.sentence, /no sealed universe yet/);
  assert.match(unknown.sentence, /No night of 2026-01-05 is kept/);
  assert.match(damaged.sentence, /verdicts\.jsonl of 2026-03-02 is missing or damaged/);
});
