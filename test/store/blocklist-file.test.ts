import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {decodeBlocklist, encodeBlocklist} from '../../source/store/formats/blocklist-file.ts';
import type {BlocklistEntry} from '../../source/universe/blocklist.ts';

const at = '2026-03-02T21:00:00.000Z';
const auto: BlocklistEntry = {
  symbol: 'PENNY',
  at,
  origin: 'price-floor',
  provider: 'nasdaq',
  lastClose: 0.42,
  floor: 1,
  session: '2026-03-02',
};
const older: BlocklistEntry = {symbol: 'OLD', at, origin: 'price-floor', provider: 'yahoo'};
const manual: BlocklistEntry = {
  symbol: 'NA',
  at,
  origin: 'manual',
  actor: 'ann',
  justification: 'under review, "fraud"',
};

test('the file is what SPEC shows', () => {
  const text = [...encodeBlocklist([auto, {...manual, expires: '2026-04-01T00:00:00.000Z'}])].join('');

  assert.equal(
    text,
    `# symbol-universe blocklist, format 2
# SYMBOL,UTC,SOURCE,REASON,FLAGS
NA,${at},user:ann,"under review, ""fraud""",manual expires=2026-04-01T00:00:00.000Z
PENNY,${at},nasdaq,below price floor: 0.42 < 1.00 (session 2026-03-02),auto
`,
  );
  const consumers = text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(',')[0]);
  assert.deepEqual(consumers, ['NA', 'PENNY']);
});

const cents = fc.integer({min: 1, max: 99_999}).map((units) => units / 10_000);
const entry: fc.Arbitrary<BlocklistEntry> = fc.oneof(
  fc.record({lastClose: cents, floor: cents}).map((prices) => ({...auto, ...prices})),
  fc.string().map((actor): BlocklistEntry => ({...auto, afterUnblock: {at, actor}})),
  cents.map((lastClose): BlocklistEntry => ({...older, lastClose, floor: 1})),
  fc.constant(older),
  fc
    .record({
      actor: fc.stringMatching(/^[a-z][a-z0-9 ._-]{0,9}[a-z]$/),
      justification: fc.string({unit: fc.constantFrom('#', '"', ',', 'a', ' ', '=')}),
    })
    .map(({actor, justification}): BlocklistEntry => ({...manual, actor, justification: `x${justification}x`})),
);

test('every entry comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(entry, {maxLength: 5}), (entries) => {
      const unique = entries.map((one, index) => ({...one, symbol: `A${String.fromCharCode(65 + index)}`}));

      assert.deepEqual(decodeBlocklist([...encodeBlocklist(unique)].join('')), unique);
    }),
    {numRuns: 500},
  );
});

test("a bare symbol added by hand is the person's, from now", () => {
  const text = `${[...encodeBlocklist([auto])].join('')}ZZZ\r\n\n`;

  const [, added] = decodeBlocklist(text, new Date(at));

  assert.deepEqual(added, {
    symbol: 'ZZZ',
    at,
    origin: 'manual',
    actor: 'file-edit',
    justification: 'added by hand in the file',
  });
});

test('the older forms are lifted without inventing a price', () => {
  const text = `AAA\nBBB,2025-08-08T21:00:00Z,yahoo,below price floor\nCCC,2025-08-08T21:00:00Z,user:ann,fraud\nDDD,2025-08-08 21:00:00Z,yahoo,below price floor: 0.4 < 1 (session 2025-08-08)\nEEE,2025-08-08T21:00:00Z,nasdaq,Below the floor: $0.42 < $1.00\nFFF,2025-08-08T21:00:00Z,user:ann,below price floor\n`;

  const entries = decodeBlocklist(text, new Date(at));

  const lifted = '2025-08-08T21:00:00.000Z';
  assert.deepEqual(entries, [
    {symbol: 'AAA', at, origin: 'manual', actor: 'file-edit', justification: 'added by hand in the file'},
    {symbol: 'BBB', at: lifted, origin: 'price-floor', provider: 'yahoo'},
    {symbol: 'CCC', at: lifted, origin: 'manual', actor: 'ann', justification: 'fraud'},
    {
      symbol: 'DDD',
      at: lifted,
      origin: 'price-floor',
      provider: 'yahoo',
      lastClose: 0.4,
      floor: 1,
      session: '2025-08-08',
    },
    {symbol: 'EEE', at: lifted, origin: 'price-floor', provider: 'nasdaq', lastClose: 0.42, floor: 1},
    {symbol: 'FFF', at: lifted, origin: 'manual', actor: 'ann', justification: 'below price floor'},
  ]);
});

test("a four-field line that is not the original's own is a person's, and stays until somebody removes it", () => {
  const text = 'MSFT,2025-09-02T03:04:05Z,nasdaq,fraud probe\nGOOG,2025-09-02T03:04:05Z,,\n';

  const entries = decodeBlocklist(text, new Date(at));

  const lifted = {at: '2025-09-02T03:04:05.000Z', origin: 'manual', actor: 'older-format'};
  assert.deepEqual(entries, [
    {symbol: 'MSFT', ...lifted, justification: 'fraud probe (nasdaq, older format)'},
    {symbol: 'GOOG', ...lifted, justification: 'blocked before (unknown source, older format)'},
  ]);
});

const bad: Readonly<Record<string, string>> = {
  'a lower-case symbol that may mean two': 'bacpb',
  'three fields': 'AAPL,2025-08-08T21:00:00Z,yahoo',
  'no time': 'AAPL,yesterday,yahoo,x,auto',
  'an automatic entry without numbers': 'AAPL,2025-08-08T21:00:00Z,yahoo,too cheap,auto',
  'an automatic entry with damaged numbers': 'AAPL,2025-08-08T21:00:00Z,yahoo,below price floor: o.4 < 1,auto',
  'a manual entry without a person': 'AAPL,2025-08-08T21:00:00Z,user:,x,manual',
  'another flag': 'AAPL,2025-08-08T21:00:00Z,yahoo,x,maybe',
  'an open quote': 'AAPL,2025-08-08T21:00:00Z,"yahoo,x,auto',
};

for (const [name, line] of Object.entries(bad)) {
  test(`a line with ${name} is refused by its number`, () => {
    assert.throws(
      () => decodeBlocklist(`# a comment\nGOOD\n${line}\n`),
      (thrown: {code: string; message: string}) => {
        assert.equal(thrown.code, 'file.corrupt');
        assert.match(thrown.message, /^Line 3 of the blocklist cannot be read: /);
        return true;
      },
    );
  });
}

test('a newer blocklist is refused as newer', () => {
  assert.throws(() => decodeBlocklist('# symbol-universe blocklist, format 3\nAAA\n'), {code: 'format.newer'});
});

test('a note behind a symbol is why a person wrote it', () => {
  const [entry] = decodeBlocklist('XYZ  # fraud probe\n', new Date('2026-03-02T22:00:00.000Z'));

  assert.deepEqual(entry, {
    symbol: 'XYZ',
    at: '2026-03-02T22:00:00.000Z',
    origin: 'manual',
    actor: 'file-edit',
    justification: 'fraud probe',
  });
});

for (const [line, symbol, actor, justification] of [
  ['snap', 'SNAP', 'file-edit', 'added by hand in the file'],
  ['goog', 'GOOG', 'file-edit', 'added by hand in the file'],
  ['aapl # mine', 'AAPL', 'file-edit', 'mine'],
  ['aapl # the "fruit" one, ours', 'AAPL', 'file-edit', 'the "fruit" one, ours'],
  ['aapl # an inch is 1"', 'AAPL', 'file-edit', 'an inch is 1"'],
  ['brk.b# mine, and not for sale', 'BRK.B', 'file-edit', 'mine, and not for sale'],
  ['NVDA,2026-01-02T00:00:00Z,me,a probe,manual', 'NVDA', 'me', 'a probe'],
] as const) {
  test(`the line ${JSON.stringify(line)} blocks ${symbol}`, () => {
    const [entry, ...others] = decodeBlocklist(`${line}\n`, new Date(at));

    assert.deepEqual(others, []);
    assert.ok(entry?.origin === 'manual');
    assert.deepEqual([entry.symbol, entry.actor, entry.justification], [symbol, actor, justification]);
  });
}
