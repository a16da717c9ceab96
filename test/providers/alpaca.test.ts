import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import alpaca from '../../providers/alpaca.ts';
import type {ProviderContext} from '../../source/provider/contract.ts';
import {askedUrl} from '../helpers/asked-url.ts';
import {type Behaviour, json, type Routes, reply, startFaultServer, status} from '../helpers/fault-server.ts';
import {madeCredentials} from '../helpers/keyed.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const snapshotsPath = '/v2/stocks/snapshots';
const assetsPath = '/v2/assets';
/** Midnights in New York of Friday 27, Monday 2 and Tuesday 3, as daily bars are stamped. */
const [friday, monday, tuesday] = ['2026-02-27T05:00:00Z', '2026-03-02T05:00:00Z', '2026-03-03T05:00:00Z'];

type Fields = Readonly<Record<string, unknown>>;

function open(routes: Routes, options: Fields = {}): Wired {
  server.requests.length = 0;
  server.setRoutes(routes);
  const credentials = madeCredentials(alpaca);
  return wired(alpaca, {settings: {baseUrl: server.url, options}, credentials: () => credentials});
}

function bar(t: string, c: unknown): Fields {
  return {t, o: 132.04, h: 134.07, l: 131.83, c, v: 25_846_800, n: 254_678, vw: 132.568};
}

async function prices(answer: Behaviour, symbols: readonly string[] = ['AA']) {
  const found = await open({[snapshotsPath]: answer}).connection.prices?.fetch(symbols, situation());
  return Object.fromEntries([...(found ?? [])].map(([symbol, {lastClose, session}]) => [symbol, [lastClose, session]]));
}

test('the close is the daily bar of the session asked for, also when the next one has begun', async () => {
  const answer = json({
    AA: {dailyBar: bar(monday, 133.42), prevDailyBar: bar(friday, 131.46)},
    BB: {dailyBar: bar(tuesday, 9), prevDailyBar: bar(monday, 8.5)},
  });

  assert.deepEqual(await prices(answer, ['AA', 'BB']), {AA: [133.42, '2026-03-02'], BB: [8.5, '2026-03-02']});
});

test('in summer the stamp is 04:00 UTC, and the day is still the one in New York', async () => {
  const line = open({[snapshotsPath]: json({AA: {dailyBar: bar('2026-07-06T04:00:00Z', 7), prevDailyBar: null}})});

  const found = await line.connection.prices?.fetch(['AA'], situation({session: '2026-07-06'}));

  assert.deepEqual(found?.get('AA'), {lastClose: 7, session: '2026-07-06'});
});

test('a symbol that did not trade on the session keeps the date of its newest bar', async () => {
  const answer = json({AA: {dailyBar: bar(friday, 6), prevDailyBar: bar('2026-02-26T05:00:00Z', 5)}});

  assert.deepEqual(await prices(answer), {AA: [6, '2026-02-27']});
});

test('a stale trade, a quote or a minute bar never stands for a close', async () => {
  const latestTrade = {t: '2026-02-24T15:00:00.5Z', x: 'V', p: 6.66, s: 100, c: ['@'], i: 1, z: 'C'};
  const minuteBar = {...bar('2026-03-02T20:59:00Z', 6.67)};

  assert.deepEqual(await prices(json({AA: {latestTrade, minuteBar, latestQuote: {}, dailyBar: null}})), {});
});

test('unknown symbols are null or absent, blocks are null or absent, and nothing of it is a price', async () => {
  const answer = json({
    AA: {dailyBar: null, prevDailyBar: bar(monday, 4)},
    BB: {},
    CC: {dailyBar: null, prevDailyBar: null},
    DD: null,
    FF: {dailyBar: bar(monday, 0)},
    STRANGER: {dailyBar: bar(monday, 3)},
  });

  assert.deepEqual(await prices(answer, ['AA', 'BB', 'CC', 'DD', 'EE', 'FF']), {AA: [4, '2026-03-02']});
  assert.deepEqual(await prices(json({})), {});
});

test('a bar that is not stamped with a midnight in New York has no day', async () => {
  const answer = json({AA: {dailyBar: bar('2026-03-02T00:00:00Z', 5), prevDailyBar: bar(friday, 4)}});

  assert.deepEqual(await prices(answer), {AA: [4, '2026-02-27']});
});

test('symbols are asked in its own spelling, of the consolidated feed unless told otherwise', async () => {
  const answer = json({'ABR.PRD': {dailyBar: bar(monday, 25)}, 'BRK.B': {dailyBar: bar(monday, 500)}});

  assert.deepEqual(Object.keys(await prices(answer, ['BRK.B', 'ABRpD', 'ACHR.WS'])), ['ABRpD', 'BRK.B']);

  assert.equal(server.requests[0]?.query.get('symbols'), 'BRK.B,ABR.PRD,ACHR.WS');
  assert.equal(server.requests[0]?.query.get('feed'), 'delayed_sip');
  await open({[snapshotsPath]: answer}, {feed: 'iex'}).connection.prices?.fetch(['AA'], situation());
  assert.equal(server.requests[0]?.query.get('feed'), 'iex');
});

test('a price brings no metadata along, so that a source with caps is still asked', async () => {
  const line = open({[snapshotsPath]: json({AA: {dailyBar: bar(monday, 5)}})});

  const found = await line.connection.prices?.fetch(['AA'], situation());

  assert.deepEqual(found?.get('AA'), {lastClose: 5, session: '2026-03-02'});
});

test('bad snapshots are dropped up to a fifth of the answer, above that the answer is', async () => {
  const good = Object.fromEntries(['A', 'B', 'C', 'D'].map((symbol) => [symbol, {dailyBar: bar(monday, 5)}]));
  const bad = {dailyBar: bar(monday, '5')};

  assert.deepEqual(Object.keys(await prices(json({...good, E: bad}), ['A', 'B', 'C', 'D', 'E'])), ['A', 'B', 'C', 'D']);
  await assert.rejects(prices(json({...good, E: bad, F: {dailyBar: bar('yesterday', 5)}})), {
    reason: 'malformed',
    message: 'Alpaca sent 2 rows of 6 that do not parse.',
  });
});

const plan = {message: 'subscription does not permit querying recent SIP data'};
const nginx = reply({status: 401, headers: {'content-type': 'text/html'}, body: '<html>401 Authorization</html>'});
const trouble: readonly (readonly [string, Behaviour, object])[] = [
  ['a bad key', json({message: 'forbidden.'}, 403), {reason: 'refused', status: 403}],
  ['no key, answered with a page', nginx, {reason: 'refused', status: 401}],
  ['a feed outside the plan, as 403', json(plan, 403), {reason: 'exhausted', status: 403}],
  ['a feed outside the plan, as 422', json(plan, 422), {reason: 'exhausted', status: 422}],
  ['other bad parameters', json({message: 'invalid'}, 422), {reason: 'malformed', status: 422}],
  ['a message inside a 200', json({message: 'too many requests.'}), {reason: 'malformed'}],
];

for (const [what, behaviour, failure] of trouble) {
  test(`${what} is ${JSON.stringify(failure)}, never an empty answer`, async () => {
    await assert.rejects(prices(behaviour), {name: 'ProviderFailure', ...failure});
  });
}

test('a 429, which names the end of its window in a header of its own, is waited out and asked again', async () => {
  const rates = {'x-ratelimit-limit': '200', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1772492460'};
  const line = open({[snapshotsPath]: [status(429, rates), json({AA: {dailyBar: bar(monday, 5)}})]});

  const found = await line.connection.prices?.fetch(['AA'], situation());

  assert.equal(found?.size, 1);
  assert.deepEqual(line.reports[0], {type: 'throttled', provider: 'alpaca', attempt: 1, waitMs: 60_000, status: 429});
});

function asset(symbol: string, fields: Fields = {}): Fields {
  const shown = {id: 'x', class: 'us_equity', exchange: 'NYSE', symbol, name: `${symbol} Inc.`, status: 'active'};
  return {...shown, tradable: true, marginable: true, easy_to_borrow: true, fractionable: true, ...fields};
}

async function listed(...rows: readonly unknown[]) {
  return (await open({[assetsPath]: json(rows)}).connection.listSymbols?.({need: 'full'}, situation())) ?? [];
}

async function eligible(...rows: readonly unknown[]) {
  const found = await open({[assetsPath]: json(rows)}).connection.fractional?.fetch([], situation());
  return Object.fromEntries(found ?? []);
}

test('list and eligibility of the whole market cost one call in a build', async () => {
  const line = open({[assetsPath]: json([asset('AA'), asset('ABR.PRD', {fractionable: false})])});

  const list = await line.connection.listSymbols?.({need: 'provenance'}, situation());
  const flags = await line.connection.fractional?.fetch(['AA', 'ABRpD'], situation());

  assert.equal(server.requests.length, 1);
  assert.equal(server.requests[0]?.query.toString(), 'status=active&asset_class=us_equity');
  assert.deepEqual(list?.[1], {symbol: 'ABRpD', exchange: 'NYSE', name: 'ABR.PRD Inc.'});
  assert.deepEqual(flags?.get('ABRpD'), {tradable: true, fractionable: false});
});

test('exchanges are spelled as ours; of an unknown one nothing is said', async () => {
  const words = ['NASDAQ', 'ARCA', 'NYSEARCA', 'AMEX', 'BATS', 'ASCX'];

  const list = await listed(...words.map((exchange, at) => asset(`A${at}`, {exchange})));

  assert.deepEqual(
    list.map(({exchange}) => exchange),
    ['NASDAQ', 'ARCA', 'ARCA', 'AMEX', 'BATS', undefined],
  );
});

test('what is over the counter, inactive, no share or no ticker is not listed', async () => {
  const rows = [
    asset('AA'),
    asset('BB', {exchange: 'OTC'}),
    asset('CC', {status: 'inactive'}),
    asset('DD', {class: 'crypto'}),
    asset('0015A1234'),
  ];

  assert.deepEqual(
    (await listed(...rows)).map(({symbol}) => symbol),
    ['AA'],
  );
});

test('rows of a symbol’s past do not count, and where two live ones disagree about a thing it is unknown', async () => {
  const rows = [
    asset('AA', {status: 'inactive', tradable: false}),
    asset('AA'),
    asset('AA', {exchange: 'OTC', fractionable: false}),
    asset('BB'),
    asset('BB', {exchange: 'NASDAQ', fractionable: false}),
  ];

  assert.deepEqual(await listed(...rows), [
    {symbol: 'AA', exchange: 'NYSE', name: 'AA Inc.'},
    {symbol: 'BB', name: 'BB Inc.'},
  ]);
  assert.deepEqual(await eligible(...rows), {AA: {tradable: true, fractionable: true}, BB: {tradable: true}});
});

test('a name, a flag or an exchange that is missing is unknown, never false', async () => {
  const rows = [asset('AA', {name: undefined, tradable: undefined, fractionable: null}), asset('BB', {name: null})];

  assert.deepEqual(await eligible(...rows), {AA: {}, BB: {tradable: true, fractionable: true}});
  assert.deepEqual(await listed(...rows), [
    {symbol: 'AA', exchange: 'NYSE'},
    {symbol: 'BB', exchange: 'NYSE'},
  ]);
});

test('a list without assets is a failure', async () => {
  await assert.rejects(listed(), {reason: 'malformed', message: 'Alpaca sent a list without assets.'});
  await assert.rejects(listed(asset('BB', {exchange: 'OTC'})), {reason: 'malformed'});
});

test('both keys go into headers', async () => {
  const credentials = madeCredentials(alpaca);
  server.setRoutes({[assetsPath]: json([asset('AA')])});
  server.requests.length = 0;

  const {connection} = wired(alpaca, {settings: {baseUrl: server.url}, credentials: () => credentials});
  await connection.listSymbols?.({need: 'full'}, situation());

  assert.equal(server.requests[0]?.headers['apca-api-key-id'], credentials.keyId);
  assert.equal(server.requests[0]?.headers['apca-api-secret-key'], credentials.secretKey);
});

test('the options say whether the paper or the live host gets the keys; closes are on a third', async () => {
  const check = async (context: ProviderContext) => alpaca.check?.(context);
  const list = async (context: ProviderContext) => alpaca.listSymbols?.({need: 'full'}, context);
  const prices = async (context: ProviderContext) => alpaca.pricesBatch?.fetch(['AA'], context);

  assert.equal(await askedUrl(alpaca, {}, check), 'https://paper-api.alpaca.markets/v2/clock');
  assert.equal(await askedUrl(alpaca, {environment: 'live'}, check), 'https://api.alpaca.markets/v2/clock');
  assert.match(await askedUrl(alpaca, {environment: 'live'}, list), /^https:\/\/api\.alpaca\.markets\/v2\/assets\?/);
  assert.match(
    await askedUrl(alpaca, {environment: 'live'}, prices),
    /^https:\/\/data\.alpaca\.markets\/v2\/stocks\/snapshots\?/,
  );
  assert.throws(() => wired(alpaca, {settings: {options: {feed: 'otc'}}}), {code: 'provider.options'});
});

test('the check does not take another body for a yes', async () => {
  const line = open({'/v2/clock': [json({is_open: true}), json({code: 40110000, message: 'no'})]});

  await line.connection.check?.(situation());

  await assert.rejects(async () => line.connection.check?.(situation()), {reason: 'malformed'});
});
