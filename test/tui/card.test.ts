import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Explanation} from '../../source/control/query.ts';
import type {Card} from '../../source/tui/card.ts';
import type {Model} from '../../source/tui/model.ts';
import {cardOverlay} from '../../source/tui/overlays/card-overlay.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {tinyNews as news, tinyCard as tiny} from '../helpers/explained.ts';
import {hostile, sizes, wholeFrame} from '../helpers/frame.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = modelOf(sealedScene(100));
const read = (card: Partial<Card> = {}): Card => ({
  symbol: 'TINY',
  top: 0,
  ...{wanted: 1, read: 1, newsRead: 1},
  answer: tiny,
  news,
  ...card,
});

function withCard(card: Card, size: Model['size'] = {columns: 200, rows: 50}): Model {
  return reduceGesture({...calm, size}, {type: 'opened', overlay: {kind: 'card', card}});
}

function cardOf(model: Model): Card | undefined {
  return model.overlay?.kind === 'card' ? model.overlay.card : undefined;
}

test('Enter opens the card of the row under the cursor, which is read', () => {
  const {model} = pressed(calm, 'jj\r');
  const row = calm.tables.final.rows[2];
  const {symbol} = row ?? {};

  assert.deepEqual(cardOf(model), {symbol, row, top: 0, wanted: 1, read: 0, newsRead: 0});
  assert.equal(model.overlay && cardOverlay.reads?.wants(model.overlay as never), `1 ${symbol}`);
  assert.match(wholeFrame(model), /Reading why it is in or out, and its nights \.\.\./);
});

test('what the tables have of a symbol stands on its card at once, before anything was read', () => {
  const row = {...tiny.facts, symbol: 'TINY'} as NonNullable<Card['row']>;
  const blocklist = {...calm.tables.blocklist, rows: [tiny.blocked as NonNullable<Card['entry']>]};
  const open = {...calm, tables: {...calm.tables, unfiltered: {...calm.tables.unfiltered, rows: [row]}, blocklist}};
  for (const size of sizes) {
    const shown = pressed({...open, size}, ':explain TINY\r').model;
    const both = `${wholeFrame(shown)}${wholeFrame(pressed(shown, 'G').model)}`;

    assert.match(both, /TINY {3}Tiny Motors/);
    assert.match(both, /close +12\.50 +yahoo, session 2026-03-02/);
    assert.match(both, /Since 2026-03-01 by ada: fraud/);
    assert.match(both, /Until 2026-04-01\./);
    assert.doesNotMatch(both, / IN | OUT |It is not blocked/);
  }
});

test('n and p go through the table behind it, and the answer of one symbol never stands under another', () => {
  const rows = calm.tables.final.rows;
  const answered = withCard(read({symbol: rows[0]?.symbol ?? ''}));
  const next = pressed(answered, 'n').model;
  const back = pressed(next, 'nnp').model;

  assert.deepEqual(cardOf(next), {symbol: rows[1]?.symbol, row: rows[1], top: 0, wanted: 1, read: 0, newsRead: 0});
  assert.equal(next.windows.final.cursor, 1);
  assert.doesNotMatch(wholeFrame(next), /Tiny Motors/);
  assert.equal(cardOf(back)?.symbol, rows[2]?.symbol);
  assert.equal(pressed(answered, 'p').model.windows.final.cursor, 0);
});

test('an answer is taken only while it is wanted', async () => {
  const control = {query: async () => tiny} as never;
  const open = {kind: 'card', card: read({read: 0, wanted: 2})} as const;
  const taken = (await cardOverlay.reads?.load(open, control))?.(open, calm);

  assert.equal(taken?.card.read, 2);
  assert.equal(cardOverlay.reads?.wants(open), '2 TINY');
  assert.equal(taken && cardOverlay.reads?.wants(taken), '2 TINY news');
});

test('what is known is drawn while what happened to the block is still read, and stays where the log cannot be', async () => {
  const {news: _none, ...card} = read({newsRead: 0});
  const open = {kind: 'card', card} as const;
  const control = {query: async () => news} as never;

  assert.match(wholeFrame(withCard(card)), /Tiny Motors[\s\S]*Reading the log \.\.\./);
  const taken = (await cardOverlay.reads?.load(open, control))?.(open, calm);
  assert.deepEqual([taken?.card.news, taken && cardOverlay.reads?.wants(taken)], [news, undefined]);
  const unread = cardOverlay.reads?.unread(open, 'It is gone.');
  assert.match(wholeFrame(withCard(unread?.card ?? read())), /Tiny Motors[\s\S]*Log not read: It is gone\./);
});

test('a change of the blocklist has the card read again, and it says so while the earlier answer stands', () => {
  const open = {kind: 'card', card: read()} as const;
  const event = {type: 'build.finished'} as never;
  const woken = cardOverlay.reads?.woken?.(open, event);
  const other = cardOverlay.reads?.woken?.(open, {type: 'heartbeat'} as never);

  assert.equal(woken?.card.wanted, 2);
  assert.equal(other, open);
  assert.match(wholeFrame(withCard(woken?.card ?? read())), /TINY {3}Tiny Motors .*reading it again/);
});

test('a heading is never the last line of a card that goes on', () => {
  for (let rows = 24; rows <= 50; rows++) {
    const lines = wholeFrame(withCard(read(), {columns: 80, rows})).split('\n');
    const last = lines[lines.findIndex((line) => line.includes('n/p next')) - 2];
    assert.doesNotMatch(last ?? '', /FACTS|RULES|BLOCKLIST|LAST NIGHTS/, `${rows} rows`);
  }
});

for (const size of sizes) {
  const at = `at ${size.columns}x${size.rows}`;

  test(`${at} a card says every fact with its origin, every rule with value and limit, block, news and nights`, () => {
    const first = wholeFrame(withCard(read(), size));
    const pages = ['\x1b[6~', '\x1b[6~\x1b[6~', 'G'].map((keys) =>
      wholeFrame(pressed(withCard(read(), size), keys).model),
    );
    const both = [first, ...pages].join('\n');

    assert.match(first, /TINY is not in the universe: market cap 287M < 300M\./);
    assert.match(first, /It passes if minMarketCap <= 287M\./);
    assert.match(both, / OUT +TINY ended as rejected/);
    assert.match(both, /close +12\.50 +yahoo, session 2026-03-02/);
    assert.match(both, /market cap +287M \(287,400,000\) +finnhub/);
    assert.match(both, /exchange +NYSE +listed by nasdaqtrader,/);
    assert.match(both, /country +not known/);
    assert.match(both, /FAIL +cap, smallest +287M +at least 300M/);
    assert.match(both, /ok +sources agree/);
    assert.match(both, /Since 2026-03-01 by ada: fraud/);
    assert.match(both, /Until 2026-04-01\./);
    assert.match(both, /2026-02-01 10:00 recovered by yahoo/);
    assert.match(both, /2026-02-27 {2}below-floor/);
  });

  test(`${at} a long name, origin or reason is read to its end, over several lines where it must be`, () => {
    const name =
      'The First Trust Long Names Of Companies And Funds Income Opportunities Trust Series B Depositary Shares';
    const {blocked} = tiny;
    assert.ok(tiny.facts && blocked?.origin === 'manual');
    const justification =
      'reviewed with the desk because of a fraud probe that nobody there had heard of until this morning';
    const answer = {...tiny, facts: {...tiny.facts, name}, blocked: {...blocked, justification}};
    const open = withCard(read({answer}), size);
    const seen = ['', '\x1b[6~', '\x1b[6~\x1b[6~', 'G'].map((keys) => wholeFrame(pressed(open, keys).model)).join(' ');

    // The title line has room for the beginning of the name alone.
    for (const word of `${name} nasdaqtrader, nasdaq ${justification}`.split(' ')) assert.ok(seen.includes(word), word);
    assert.match(seen, /name +The First Trust/);
  });

  test(`${at} hostile names, reasons and sources tear nothing, wherever the card is scrolled to`, () => {
    const evil = JSON.parse(JSON.stringify(tiny).replaceAll('"Tiny Motors"', JSON.stringify(hostile)));
    const answer: Explanation = {
      ...evil,
      sentence: hostile,
      facts: {...evil.facts, priceSource: hostile, listedBy: [hostile], metadataSource: hostile, sector: hostile},
      rules: [{rule: 'exchange', passed: false, observed: hostile, limit: hostile}],
    };

    const evilNews = Array.from({length: 12}, () => ({
      at: '2026-03-01T10:00:00.000Z',
      what: 'blocked' as const,
      by: hostile,
      because: hostile,
    })) satisfies Card['news'];
    for (const keys of ['', 'jjj', '\x1b[6~', 'G', 'Gkk', 'Gjjjj']) {
      wholeFrame(pressed(withCard(read({symbol: hostile, answer, news: evilNews}), size), keys).model);
    }
    wholeFrame(withCard(read({sentence: hostile}), size));
  });

  test(`${at} a card whose answer did not come says why`, () => {
    const {answer: _none, ...card} = read({sentence: 'The daemon does not answer.'});

    assert.match(wholeFrame(withCard(card, size)), /Not known: The daemon does not answer\./);
  });

  test(`${at} a symbol that nobody knows has a card all the same`, () => {
    const sentence = 'NOPE was not on any list that night.';
    const answer: Explanation = {symbol: 'NOPE', admitted: false, rules: [], reasons: [], nights: [], sentence};
    const text = wholeFrame(withCard(read({symbol: 'NOPE', answer}), size));

    assert.match(text, /NOPE was not on any list that night\./);
    assert.match(text, /NOPE was no candidate/);
    assert.match(text, /No row of it is kept/);
  });

  test(`${at} a symbol below the floor shows what the lists say of it, and why no more is known`, () => {
    const {facts: _facts, counterfactual: _change, ...known} = tiny;
    const listed: Explanation['listed'] = {
      symbol: 'TINY',
      exchange: 'ARCA',
      name: 'Tiny Motors',
      instrument: 'common',
      listedBy: ['nasdaq'],
    };
    const blocked = {
      symbol: 'TINY',
      at: '2026-03-02T22:00:00.000Z',
      origin: 'price-floor',
      provider: 'nasdaq',
      lastClose: 0.42,
      floor: 1,
      session: '2026-03-02',
    } as const;
    const text = wholeFrame(withCard(read({answer: {...known, bucket: 'below-floor', listed, blocked}}), size));

    assert.match(text, /TINY {3}Tiny Motors/);
    assert.match(text, /exchange +ARCA +listed by nasdaq/);
    assert.match(text, /what closes below the floor is not/);
  });
}

test('scrolling stops at the ends', () => {
  const small = withCard(read(), {columns: 80, rows: 24});
  const end = cardOf(pressed(small, 'G').model)?.top ?? 0;

  assert.ok(end > 0);
  assert.equal(cardOf(pressed(small, 'Gjjj').model)?.top, end);
  assert.equal(cardOf(pressed(small, 'Gg').model)?.top, 0);
  assert.equal(cardOf(pressed(small, 'k').model)?.top, 0);
});

test('blocking from a card is about its symbol, and afterwards the card is there again', () => {
  const form = pressed(withCard(read()), 'a').model;
  const field = form.overlay?.kind === 'form' ? form.overlay.form.fields[0]?.text : undefined;

  assert.equal(field, 'TINY');
  assert.equal(cardOf(reduceGesture(form, {type: 'closed'}))?.symbol, 'TINY');
  assert.equal(pressed(withCard(read()), '\r').model.overlay, undefined);
});
