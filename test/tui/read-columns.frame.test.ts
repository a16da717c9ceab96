import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {type Scene, type Stage, sealedScene} from '../helpers/dashboard-scene.ts';
import {tinyCard, tinyNews} from '../helpers/explained.ts';
import {calm, onStage, press} from '../helpers/on-stage.ts';

const quota = {per: 'minute', limit: 60, spent: 12, emptyAt: '2026-03-02T22:00:40.000Z'};
const finnhub = {id: 'finnhub', passes: ['enrich'], quotas: [quota]};

function scene(): Scene {
  const {answer, ...rest} = sealedScene(400);
  return {
    ...rest,
    answer: (query) => {
      if (query.name === 'explain') return tinyCard;
      if (query.name === 'block-news') return tinyNews;
      return query.name === 'providers' ? [finnhub] : answer?.(query);
    },
  };
}

async function heardAfter(staged: Stage, keys: string): Promise<readonly string[]> {
  staged.terminal.forget();
  await press(staged, keys);
  return stripVTControlCharacters(staged.terminal.written.join('')).split(/\r?\n/).filter(Boolean);
}

const aloud = (t: TestContext): Promise<Stage> => onStage(t, scene(), {columns: 100, rows: 30, isReadAloud: true});
/** Bars, and columns that a voice would run into each other. */
const drawn = /#{2}|\S {2,}\S/;

test('the build is told part by part in sentences, without bars and with its columns one after the other', async (t) => {
  const staged = await aloud(t);
  staged.emit({
    type: 'provider.failed',
    ...{provider: 'duo', pass: 'price', batch: 2, tickers: [], tickerCount: 0},
    ...{reason: 'http', attempt: 1, waitMs: 0, sentence: 'It hung up.'},
  });
  await calm(staged);
  const lines = await heardAfter(staged, 'B');

  assert.deepEqual(
    lines.filter((line) => drawn.test(line)),
    [],
  );
  const inOrder = [
    /^The engine is at rest\.$/,
    /^Funnel of 2026-03-02, sealed: 11,810 candidates\.$/,
    /^blocked: 752, 6\.4%\.$/,
    /^instrument: 6,000, 76\.9%\.$/,
    /^Pass collect: /,
    /^Asking for the quotas\.$/,
    /^Log: 1 line, UTC\.$/,
    /duo failed in price, batch 2/,
  ].map((pattern) => lines.findIndex((line) => pattern.test(line)));
  assert.ok(!inOrder.includes(-1), `${inOrder}\n${lines.join('\n')}`);
  assert.deepEqual(
    inOrder,
    inOrder.toSorted((a, b) => a - b),
  );
  // They are read later than the rest, and told when they come.
  const quotas = lines.slice(lines.findIndex((line) => /^Calls and quotas/.test(line)));
  assert.equal(quotas[1], 'duo: 0 calls, failed: It hung up.');
  assert.match(quotas[2] ?? '', /^finnhub: 12 of 60 calls a minute, all free in \d+s\.$/);
});

test('a build that runs tells how far its passes are', async (t) => {
  const staged = await aloud(t);
  const build = {buildId: '2026-03-03-0a1b2c'};
  staged.emit({
    type: 'build.started',
    ...build,
    session: '2026-03-03',
    resumed: false,
    actor: 'ann',
    trigger: 'command',
  });
  staged.emit({type: 'pass.started', ...build, pass: 'price', total: 400, done: 0});
  const batch = {provider: 'duo', batch: 1, asked: 100, answered: 100};
  staged.emit({type: 'batch.saved', ...build, ...batch, pass: 'price', done: 100, total: 400});
  staged.emit({type: 'heartbeat', ...build, pass: 'price', done: 100, total: 400, rate: 50, etaMs: 6000, calls: {}});
  await calm(staged);
  const lines = await heardAfter(staged, 'B');

  assert.ok(
    lines.some((line) => /^Heartbeat \d\d:\d\d:\d\d\.$/.test(line)),
    lines.join('\n'),
  );
  assert.ok(
    lines.some((line) =>
      /^Pass price: at 25%, 100 of 400 done, for \ds, 6s to go, 50 a second, 0 errors, 1 batch\./.test(line),
    ),
    lines.join('\n'),
  );
  assert.ok(lines.includes('Pass judge: waiting.'));
});

test('while the log is filtered its filter is told, and what is left of it', async (t) => {
  const staged = await aloud(t);
  await press(staged, 'B');
  assert.match((await heardAfter(staged, 'fzz')).join('\n'), /^Filter of the log: zz$/m);
  assert.match((await heardAfter(staged, '\r')).join('\n'), /^Log, filter zz: 0 lines, UTC\.$/m);
});

test('a card is told fact by fact, then rule by rule, then what the blocklist knows, then the nights', async (t) => {
  const lines = await heardAfter(await aloud(t), '\r');

  assert.deepEqual(
    lines.filter((line) => drawn.test(line)),
    [],
  );
  const told = [
    /^AAB, Tiny Motors, session 2026-03-02\.$/,
    'TINY is not in the universe: market cap 287M below 300M.',
    'It passes if minMarketCap at most 287M.',
    'Out: TINY ended as rejected.',
    'exchange: NYSE, listed by nasdaqtrader, nasdaq.',
    'industry: not known.',
    'volume: 1,234,567, finnhub.',
    'Rule passed: exchange, NYSE, among NYSE, NASDAQ.',
    'Rule FAILED: cap, smallest, 287M, at least 300M.',
    /^Blocklist: Since 2026-03-01 by ada: .*\.$/,
    'Until 2026-04-01.',
    'Night 2026-03-02: rejected.',
  ].map((wanted) => lines.findIndex((line) => (typeof wanted === 'string' ? line === wanted : wanted.test(line))));
  assert.ok(!told.includes(-1), `${told}\n${lines.join('\n')}`);
  assert.deepEqual(
    told,
    told.toSorted((a, b) => a - b),
  );
  // It is read later than the rest, and told when it comes.
  assert.ok(lines.includes('2026-03-01 10:00 blocked by ada: fraud.'));
});

test('the help is told in one column, key by key', async (t) => {
  const lines = await heardAfter(await aloud(t), '?');

  assert.deepEqual(
    lines.filter((line) => drawn.test(line)),
    [],
  );
  const [build, capital] = [
    lines.indexOf('r: Judge the last sealed rows again; shows what would change.'),
    lines.findIndex((line) => /^capital B: The build/.test(line)),
  ];
  assert.ok(build > 0 && capital > build);
  assert.ok(lines.includes('colon: Every command by its name, with words and completion.'));
  assert.ok(lines.includes('Control S: Save what the screen shows as a text file.'));
});
