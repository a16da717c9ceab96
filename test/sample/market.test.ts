import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import {closeOf, factsOf, isOnList, nightOf} from '../../source/sample/market.ts';
import {roster} from '../../source/sample/roster.ts';
import type {Security} from '../../source/sample/security.ts';
import {dayNumber} from '../../source/sample/walk.ts';
import {Settings} from '../../source/settings.ts';
import {clean} from '../../source/universe/foreign-text.ts';
import {judge} from '../../source/universe/judge.ts';
import {mergeListings} from '../../source/universe/merge.ts';
import type {CandidateSymbol} from '../../source/universe/symbol.ts';

/** What the default criteria make of one session, without a build. */
type Picture = {
  readonly candidates: ReadonlyMap<string, CandidateSymbol>;
  readonly prices: ReadonlyMap<string, number>;
  readonly admitted: ReadonlySet<string>;
};

const sessions = ['2025-11-17', '2025-11-18', '2025-11-19', '2025-11-20', '2025-11-21', '2025-11-24'];
const criteria = Settings.parse({});

describe('the sample market', () => {
  let securities: ReadonlyMap<string, Security>;
  let pictures: readonly Picture[];
  const one = (symbol: string) => securities.get(symbol) ?? assert.fail(`${symbol} is not in the roster`);
  const first = () => pictures[0] ?? assert.fail('no session');

  before(() => {
    securities = roster();
    pictures = sessions.map((session) => picture(securities, session));
  });

  it('lists at least 12,000 symbols on every session, all of them readable', () => {
    for (const session of sessions) {
      const listings = listed(securities, session);
      const {candidates, dropped} = merged(listings);

      assert.ok(candidates.length >= 12_000, `${candidates.length} on ${session}`);
      assert.deepEqual(new Set(dropped.map(({because}) => because)), new Set(['test-issue']));
    }
  });

  it('is the same whenever it is made', () => {
    const again = roster();

    assert.deepEqual(again, securities);
    assert.deepEqual(closeOf(one('AAPL'), nightOf('2025-11-17')), {lastClose: 225.92, session: '2025-11-17'});
  });

  it('has 33 test issues, three of which do not say so, and keeps the company that does', () => {
    const tests = [...securities.values()].filter(({testIssue}) => testIssue);

    assert.equal(tests.length, 33);
    assert.deepEqual(
      tests.filter(({name}) => !/test/i.test(name)).map(({symbol}) => symbol),
      ['CBO', 'CBX', 'IGZ'],
    );
    assert.equal(first().candidates.get('AEHR')?.instrument, 'common');
  });

  it('has common stock whose tickers are words', () => {
    const words = ['NA', 'NAN', 'TRUE', 'ON', 'NULL', 'CON', 'PRN', 'MAR', 'NONE'];

    assert.deepEqual(
      words.map((symbol) => first().candidates.get(symbol)?.instrument),
      words.map(() => 'common'),
    );
  });

  it('has every kind of security that a list can hold', () => {
    const kinds = new Map([...first().candidates.values()].map(({instrument, symbol}) => [instrument, symbol]));

    for (const kind of [
      'common',
      'adr',
      'etf',
      'etn',
      'fund',
      'preferred',
      'warrant',
      'unit',
      'right',
      'note',
    ] as const) {
      assert.ok(kinds.has(kind), kind);
    }
  });

  it('never lets an issuer cap carry a note, a preferred or a warrant through', () => {
    for (const symbol of ['GOOGM', 'TBB', 'CORZZ', 'BACpB']) {
      assert.ok((one(symbol).cap ?? 0) > 300e6, symbol);
      assert.equal(first().admitted.has(symbol), false, symbol);
    }
    assert.ok(first().admitted.has('GOOGL'));
  });

  it('has a share too dear for the default criteria, and zeros where a source knows nothing', () => {
    assert.ok((first().prices.get('BRK.A') ?? 0) > 600_000);
    assert.equal(first().admitted.has('BRK.A'), false);
    assert.equal(closeOf(one('ZRO'), nightOf('2025-11-17'))?.lastClose, 0);
  });

  it('names companies in ways that must be cleaned', () => {
    const hostile = [...securities.values()].filter(({name}) => clean(name) !== name);

    assert.ok(hostile.length >= 5);
    assert.equal(clean(one('ESCX').name), 'Escape Red Systems, Inc. - Common Stock');
  });

  it('blanks about a fifth of the caps and prices about half of what is below a dollar as derivatives', () => {
    const {candidates, prices} = first();
    const stocks = [...candidates.values()].filter(({instrument}) => instrument !== 'etf');
    const night = nightOf('2025-11-17');
    const blank = stocks.filter(({symbol}) => factsOf(one(symbol), night).marketCap === undefined);
    const below = stocks.filter(({symbol}) => (prices.get(symbol) ?? 1) < 1);
    const derivatives = below.filter(({instrument}) => ['warrant', 'unit', 'right'].includes(instrument));

    within(blank.length / stocks.length, 0.16, 0.22);
    within(below.length, 550, 850);
    within(derivatives.length / below.length, 0.4, 0.6);
    within(stocks.filter(({symbol}) => !prices.has(symbol)).length / stocks.length, 0.03, 0.06);
  });

  it('admits a universe of the size of the real one', () => {
    for (const {admitted} of pictures) within(admitted.size, 2_500, 3_500);
  });

  it('changes from session to session as the real market does', () => {
    const steps = pictures.slice(1).map((next, at) => stepOf(pictures[at] ?? next, next));
    const mean = (key: keyof Step) => steps.reduce((sum, step) => sum + step[key], 0) / steps.length;

    within(mean('fallen'), 6, 20);
    within(mean('risen'), 6, 20);
    within(mean('vanished'), 30, 70);
    within(mean('returned'), 30, 70);
    within(mean('removed'), 0.002, 0.015);
    assert.ok(mean('split') > 0.5);
    assert.ok(Math.max(...steps.map(({removed}) => removed)) < 0.03);
  });

  it('counts sessions without weekends', () => {
    assert.equal(dayNumber('2025-11-24'), dayNumber('2025-11-21') + 1);
    assert.equal(dayNumber('2025-11-18'), dayNumber('2025-11-17') + 1);
  });
});

function listed(securities: ReadonlyMap<string, Security>, session: string): readonly Security[] {
  return [...securities.values()].filter((security) => isOnList(security, nightOf(session)));
}

function merged(listings: readonly Security[]): ReturnType<typeof mergeListings> {
  const rows = listings.map(({symbol, exchange, name, etf = false, testIssue = false}) => ({
    symbol,
    exchange,
    name,
    etf,
    testIssue,
  }));
  return mergeListings([{source: 'sample', official: true, listings: rows}]);
}

function picture(securities: ReadonlyMap<string, Security>, session: string): Picture {
  const night = nightOf(session);
  const {candidates} = merged(listed(securities, session));
  const prices = new Map<string, number>();
  const admitted = new Set<string>();
  for (const candidate of candidates) {
    const security = securities.get(candidate.symbol);
    const close = security && closeOf(security, night);
    if (!close || close.session !== session || close.lastClose === 0) continue;
    prices.set(candidate.symbol, close.lastClose);
    const {marketCap} = factsOf(security, night);
    const priced = {
      lastClose: close.lastClose,
      priceSource: 'sample',
      priceSession: session,
      fetchedAt: '2025-11-17T22:00:00Z',
    };
    const facts = {...candidate, ...priced, ...(marketCap === undefined ? {} : {marketCap})};
    if (judge(facts, criteria).outcome === 'admitted') admitted.add(candidate.symbol);
  }
  return {candidates: new Map(candidates.map((candidate) => [candidate.symbol, candidate])), prices, admitted};
}

type Step = Record<'fallen' | 'risen' | 'split' | 'vanished' | 'returned' | 'removed', number>;

function stepOf(from: Picture, to: Picture): Step {
  const both = [...to.prices].flatMap(([symbol, price]) => {
    const earlier = from.prices.get(symbol);
    return earlier === undefined ? [] : [{earlier, price}];
  });
  const risen = both.filter(({earlier, price}) => earlier < 1 && price >= 1);
  const missing = (prices: Picture['prices'], than: Picture) =>
    [...than.prices.keys()].filter((symbol) => !prices.has(symbol)).length;
  // What has no price tonight is carried, not removed.
  const gone = [...from.admitted].filter((symbol) => to.prices.has(symbol) && !to.admitted.has(symbol));
  const delisted = [...from.admitted].filter((symbol) => !to.candidates.has(symbol));
  return {
    fallen: both.filter(({earlier, price}) => earlier >= 1 && price < 1).length,
    risen: risen.length,
    split: risen.filter(({earlier, price}) => price / earlier > 4).length,
    vanished: missing(to.prices, from),
    returned: missing(from.prices, to),
    removed: (gone.length + delisted.length) / from.admitted.size,
  };
}

function within(value: number, low: number, high: number): void {
  assert.ok(value >= low && value <= high, `${value} is not within ${low} and ${high}`);
}
