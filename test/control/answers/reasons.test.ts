import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerPulse} from '../../../source/control/answers/pulse.ts';
import {answerReasons} from '../../../source/control/answers/reasons.ts';
import {writeDurably} from '../../../source/store/file.ts';
import {encodeBlocklist} from '../../../source/store/formats/blocklist-file.ts';
import {cheap, rowOf, type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';

async function sealAll({seal}: SealedRoot): Promise<void> {
  await seal({
    rows: [
      rowOf(),
      rowOf({symbol: 'TINY', marketCap: 287_400_000}),
      rowOf({symbol: 'BOTH', lastClose: 0.5, marketCap: 1e6}),
    ],
    blocklist: [cheap('ZZZ')],
    carried: [rowOf({symbol: 'CARR', carried: 2, priceSession: '2026-02-26'})],
    lines: [
      {symbol: 'CARR', bucket: 'carried', reasons: [{rule: 'price-unknown'}]},
      {symbol: 'HELD', bucket: 'held', reasons: [{rule: 'held', observed: 0.031}]},
      {symbol: 'NONE', bucket: 'unpriced', reasons: [{rule: 'price-unknown'}]},
      {symbol: 'ZZZ', bucket: 'blocked', reasons: [{rule: 'blocked', observed: 0.42, limit: 1}]},
    ],
  });
}

test('everybody who is not plainly in has a reason, with what was seen and the limit', async (t) => {
  const root = await sealedRoot(t);
  await sealAll(root);

  const {session, reasons, sentence} = await answerReasons(root.reading, {name: 'reasons'});

  assert.deepEqual([session, sentence], ['2026-03-02', undefined]);
  assert.deepEqual(Object.fromEntries(reasons.map(({symbol, words}) => [symbol, words])), {
    BOTH: 'close 0.50 < 1.00; market cap 1M < 300M',
    CARR: 'carried on its values of 2026-02-26: close unknown',
    HELD: 'held, price sources differ by 3.1 %',
    NONE: 'unpriced: close unknown',
    TINY: 'market cap 287M < 300M',
    ZZZ: 'blocked, below price floor: 0.42 < 1.00 (session 2026-03-02)',
  });
});

test('only those that were asked for are answered, those that are in as well', async (t) => {
  const root = await sealedRoot(t);
  await sealAll(root);

  const {reasons} = await answerReasons(root.reading, {name: 'reasons', symbols: ['ACME', 'TINY', 'NOBODY']});

  assert.deepEqual(
    reasons.map(({symbol, bucket}) => [symbol, bucket]),
    [
      ['ACME', 'admitted'],
      ['TINY', 'rejected'],
    ],
  );
});

test('without a night to tell of there are no reasons, and a sentence says why', async (t) => {
  const root = await sealedRoot(t);
  const empty = await answerReasons(root.reading, {name: 'reasons'});
  await sealAll(root);
  await rm(join(root.paths.history, '2026-03-02', 'verdicts.jsonl'));

  const damaged = await answerReasons(root.reading, {name: 'reasons'});

  assert.match(empty.sentence ?? '', /no sealed universe yet/);
  assert.match(damaged.sentence ?? '', /verdicts/);
  assert.deepEqual([empty.reasons, damaged.reasons], [[], []]);
});

test('the pulse changes with every file of a status, and with nothing else', async (t) => {
  const root = await sealedRoot(t);
  const before = await answerPulse(root.reading);
  await sealAll(root);
  const sealed = await answerPulse(root.reading);
  const again = await answerPulse(root.reading);
  await writeDurably(root.paths.blocklist, encodeBlocklist([cheap('ZZZ'), cheap('ZZZZ')]));

  const blocked = await answerPulse(root.reading);

  assert.deepEqual(sealed, again);
  assert.equal(new Set([before, sealed, blocked].map(({version}) => version)).size, 3);
});
