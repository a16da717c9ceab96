import assert from 'node:assert/strict';
import {rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {answerCheck} from '../../../source/control/answers/check.ts';
import {answerDiff} from '../../../source/control/answers/diff.ts';
import {answerFunnel} from '../../../source/control/answers/funnel.ts';
import {answerHistory} from '../../../source/control/answers/history.ts';
import {writeDurably} from '../../../source/store/file.ts';
import {encodeUniverse} from '../../../source/store/formats/universe-file.ts';
import {Manifest} from '../../../source/store/manifest.ts';
import {cheap, rowOf, type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';
import {criteria} from '../../universe/symbols.ts';

const blocked = (symbol: string) => ({
  symbol,
  bucket: 'blocked' as const,
  reasons: [{rule: 'blocked' as const, observed: 0.42, limit: 1}],
});

/** Friday: ACME, BETA and GONE are in, UPPP is blocked. Monday: GONE is delisted, BETA small, UPPP recovered, DOWN blocked. */
async function twoNights(root: SealedRoot): Promise<void> {
  await root.seal({
    session: '2026-02-27',
    rows: ['ACME', 'BETA', 'GONE'].map((symbol) => rowOf({symbol})),
    blocklist: [cheap('UPPP')],
    lines: [blocked('UPPP')],
  });
  await root.seal({
    rows: [rowOf({sector: 'Energy'}), rowOf({symbol: 'BETA', marketCap: 1e6}), rowOf({symbol: 'UPPP'})],
    blocklist: [cheap('DOWN')],
    lines: [blocked('DOWN')],
  });
}

test('the funnel counts every candidate of a night once, and each rule by symbols', async (t) => {
  const root = await sealedRoot(t);
  await twoNights(root);

  assert.deepEqual(await answerFunnel(root.reading, {name: 'funnel'}), {
    candidates: 4,
    buckets: {blocked: 1, 'below-floor': 0, unpriced: 0, carried: 0, rejected: 1, held: 0, admitted: 2},
    rules: {blocked: 1, 'cap-below': 1},
    rejected: {'cap-below': 1},
    session: '2026-03-02',
    buildId: '2026-03-02-a',
    criteria,
  });
  assert.equal((await answerFunnel(root.reading, {name: 'funnel', night: '2026-02-27'})).buckets.admitted, 3);
});

test('a funnel that cannot be counted is refused by name', async (t) => {
  const root = await sealedRoot(t);
  await assert.rejects(answerFunnel(root.reading, {name: 'funnel'}), {code: 'seal.nothing', kind: 'unfit'});
  await root.seal();
  await rm(join(root.paths.history, '2026-03-02', 'verdicts.jsonl'));

  await assert.rejects(answerFunnel(root.reading, {name: 'funnel'}), {code: 'history.damaged'});
});

test('the verdicts of another build never explain the sealed one', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  const heading = {
    build_id: 'later',
    build_timestamp_utc: '2026-03-03T01:00:00.000Z',
    session: '2026-03-02',
    tradable_session: '2026-03-03',
    status: 'final',
    criteria,
    counts: {},
  } as const;
  const sum = await writeDurably(root.paths.final, encodeUniverse(heading, [rowOf({symbol: 'BETA'})]));
  await (await Manifest.open(root.paths.manifest, root.clock)).record('final', {...sum, records: 1});

  await assert.rejects(answerFunnel(root.reading, {name: 'funnel'}), {code: 'history.other'});
  const {outside} = await answerCheck(root.reading, {name: 'check', symbols: ['ACME']});
  assert.match(outside[0]?.sentence ?? '', /^It is not in the universe\. The history keeps 2026-03-02-a/);
});

test('a diff tells who came and went and why, and what happened to the blocklist', async (t) => {
  const root = await sealedRoot(t);
  await twoNights(root);

  assert.deepEqual(await answerDiff(root.reading, {name: 'diff'}), {
    from: '2026-02-27',
    to: '2026-03-02',
    added: ['UPPP'],
    entered: [
      {
        symbol: 'UPPP',
        earlier: 'blocked',
        reasons: [{rule: 'blocked', observed: 0.42, limit: 1}],
        recovered: true,
      },
    ],
    removed: [
      {symbol: 'BETA', bucket: 'rejected', reasons: [{rule: 'cap-below', observed: 1e6, limit: 300e6}]},
      {symbol: 'GONE', bucket: 'absent', reasons: []},
    ],
    recovered: ['UPPP'],
    newlyBlocked: ['DOWN'],
    changed: 1,
    kept: 1,
    turnover: 1,
  });
});

test('a diff takes any two nights by their dates', async (t) => {
  const root = await sealedRoot(t);
  await twoNights(root);

  const {from, to, added} = await answerDiff(root.reading, {name: 'diff', from: '2026-03-02', to: '2026-02-27'});

  assert.deepEqual({from, to, added}, {from: '2026-03-02', to: '2026-02-27', added: ['BETA', 'GONE']});
});

test('a diff without its nights is refused, and one without their reasons says so', async (t) => {
  const root = await sealedRoot(t);
  await root.seal();
  await assert.rejects(answerDiff(root.reading, {name: 'diff'}), {code: 'history.short'});
  await assert.rejects(answerDiff(root.reading, {name: 'diff', from: 'yesterday'}), {
    code: 'history.date',
    kind: 'usage',
  });
  await assert.rejects(answerDiff(root.reading, {name: 'diff', from: '2026-01-05'}), {code: 'history.absent'});
  await twoNights(root);
  await rm(join(root.paths.history, '2026-03-02', 'verdicts.jsonl'));

  const {removed, sentence} = await answerDiff(root.reading, {name: 'diff'});

  assert.deepEqual(
    removed.map(({symbol}) => symbol),
    ['BETA', 'GONE'],
  );
  assert.match(sentence ?? '', /verdicts\.jsonl of 2026-03-02 is missing or damaged/);
  await rm(join(root.paths.history, '2026-02-27', 'verdicts.jsonl'));
  assert.equal((await answerDiff(root.reading, {name: 'diff'})).entered, undefined);
});

test('the history is newest first, and a night that cannot be read is listed as such', async (t) => {
  const root = await sealedRoot(t);
  await twoNights(root);
  await writeFile(join(root.paths.history, '2026-02-27', 'manifest.json'), '{');

  const [newest, damaged, ...rest] = await answerHistory(root.reading);

  assert.deepEqual(
    {...newest, sha256: newest?.sha256.length},
    {
      night: '2026-03-02',
      buildId: '2026-03-02-a',
      records: 2,
      sha256: 64,
      builtAt: '2026-03-03T01:00:00.000Z',
      sentence: 'It cannot be compared: the night of 2026-02-27 cannot be read.',
    },
  );
  assert.deepEqual([damaged?.night, damaged?.buildId, rest], ['2026-02-27', 'unreadable', []]);
  assert.match(damaged?.sentence ?? '', /manifest\.json is not whole JSON/);
});

test('a list of positions is told apart, one sentence for each that is out', async (t) => {
  const root = await sealedRoot(t);
  await twoNights(root);

  assert.deepEqual(
    await answerCheck(root.reading, {name: 'check', symbols: ['acme', 'ACME', ' ', 'BETA', 'DOWN', 'nope']}),
    {
      session: '2026-03-02',
      inside: ['ACME'],
      outside: [
        {
          symbol: 'BETA',
          sentence: 'BETA is not in the universe: market cap 1M < 300M; it passes if minMarketCap ≤ 1M.',
        },
        {
          symbol: 'DOWN',
          sentence:
            'DOWN is not in the universe: blocked, below price floor: 0.42 < 1.00 (session 2026-03-02); it is looked up and judged in full if minPrice ≤ 0.42.',
        },
        {symbol: 'nope', sentence: 'nope was not on any list that night.'},
      ],
    },
  );
});

test('a rejected symbol never passes for an admitted one that is spelled alike', async (t) => {
  const root = await sealedRoot(t);
  await root.seal({rows: [rowOf({symbol: 'BACPB'}), rowOf({symbol: 'BACpB', instrument: 'preferred'})]});

  const {inside, outside} = await answerCheck(root.reading, {name: 'check', symbols: ['BAC-PB', 'BACPB']});

  assert.deepEqual([inside, outside.map(({symbol}) => symbol)], [['BACPB'], ['BACpB']]);
});

test('without a universe, or its night, every symbol of the list is out with the reason', async (t) => {
  const root = await sealedRoot(t);
  const unsealed = await answerCheck(root.reading, {name: 'check', symbols: ['ACME']});
  await root.seal();
  await rm(root.paths.history, {recursive: true});
  const {inside, outside} = await answerCheck(root.reading, {name: 'check', symbols: ['ACME', 'BETA']});

  const sentence = 'There is no sealed universe yet. Build one: universe build';
  assert.deepEqual(unsealed, {inside: [], outside: [{symbol: 'ACME', sentence}], sentence});
  assert.deepEqual([inside, outside.length], [['ACME'], 1]);
  assert.match(outside[0]?.sentence ?? '', /No night of 2026-03-02 is kept/);
});
