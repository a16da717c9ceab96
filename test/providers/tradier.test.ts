import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import tradier from '../../providers/tradier.ts';
import type {ProviderContext} from '../../source/provider/contract.ts';
import {askedUrl} from '../helpers/asked-url.ts';
import {type Behaviour, json, reply, startFaultServer, status} from '../helpers/fault-server.ts';
import {madeCredentials} from '../helpers/keyed.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const quotesPath = '/v1/markets/quotes';
/** 16:00 and 19:59 in New York of Friday 27 and Monday 2, 09:31 of Tuesday 3; unix milliseconds. */
const [friday, monday, mondayLate, tuesday] = [1772226000000, 1772485200990, 1772499540000, 1772548260000];

type Fields = Readonly<Record<string, unknown>>;

function quote(symbol: string, fields: Fields = {}): Fields {
  const row = {description: `${symbol} Inc`, exch: 'N', type: 'stock', last: 12.01, change: 0.5, volume: 4713};
  const closed = {close: 12.01, prevclose: 11.51, trade_date: monday, average_volume: 5000, root_symbols: symbol};
  return {symbol, ...row, ...closed, ...fields};
}

function quotes(...rows: readonly Fields[]): Behaviour {
  return json({quotes: {quote: rows}});
}

function open(answer: Behaviour | readonly Behaviour[], credentials = madeCredentials(tradier)): Wired {
  server.requests.length = 0;
  server.setRoutes({[quotesPath]: answer});
  return wired(tradier, {settings: {baseUrl: server.url}, credentials: () => credentials});
}

async function prices(line: Wired, symbols: readonly string[] = ['AA']) {
  const found = await line.connection.prices?.fetch(symbols, situation());
  return Object.fromEntries([...(found ?? [])].map(([symbol, {lastClose, session}]) => [symbol, [lastClose, session]]));
}

test('a close is of the New York day of its last trade, also when that was after hours', async () => {
  const rows = [quote('AA'), quote('BB', {trade_date: mondayLate}), quote('CC', {trade_date: friday})];

  assert.deepEqual(await prices(open(quotes(...rows)), ['AA', 'BB', 'CC']), {
    AA: [12.01, '2026-03-02'],
    BB: [12.01, '2026-03-02'],
    CC: [12.01, '2026-02-27'],
  });
});

test('while the next session trades, the previous close is the one asked for', async () => {
  const live = quote('AA', {close: null, last: 13, trade_date: tuesday});

  assert.deepEqual(await prices(open(quotes(live))), {AA: [11.51, '2026-03-02']});
});

test('where nothing says of which day a close is, there is none, and the last trade never stands for it', async () => {
  const rows = [
    quote('AA', {close: null}),
    quote('BB', {close: null, trade_date: friday}),
    quote('CC', {trade_date: 0, close: 5}),
    quote('DD', {trade_date: null}),
    quote('EE', {trade_date: 1e300}),
    quote('FF', {close: 0, prevclose: 0, trade_date: tuesday}),
    quote('GG', {close: null, prevclose: null, last: null, trade_date: tuesday}),
  ];

  assert.deepEqual(await prices(open(quotes(...rows)), ['AA', 'BB', 'CC', 'DD', 'EE', 'FF', 'GG']), {});
});

test('one match comes as an object and is read like several', async () => {
  assert.deepEqual(await prices(open(json({quotes: {quote: quote('AA')}}))), {AA: [12.01, '2026-03-02']});
});

const misses: readonly (readonly [string, unknown])[] = [
  ['a word', {quote: [quote('AA')], unmatched_symbols: {symbol: 'ZZZZ'}}],
  ['a list', {quote: quote('AA'), unmatched_symbols: {symbol: ['ZZZZ', 'YYYY']}}],
];

for (const [form, body] of misses) {
  test(`unmatched symbols, as ${form}, are left out`, async () => {
    assert.deepEqual(await prices(open(json({quotes: body})), ['AA', 'ZZZZ', 'YYYY']), {AA: [12.01, '2026-03-02']});
  });
}

const none: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['the word "null"', 'null'],
  ['no quote', {unmatched_symbols: {symbol: ['ZZZZ', 'YYYY']}}],
  ['a quote of null', {quote: null, unmatched_symbols: {symbol: 'ZZZZ'}}],
];

for (const [form, body] of none) {
  test(`nothing matched, said as ${form}, is an answer`, async () => {
    assert.deepEqual(await prices(open(json({quotes: body})), ['ZZZZ', 'YYYY']), {});
  });
}

test('symbols are asked in one form, in its own spelling with apostrophe and slash, and answered in ours', async () => {
  const line = open(quotes(quote('BRK/B'), quote("BIP'B"), quote('ACHR/WS'), quote('BIP/WDB'), quote('STRANGER')));

  const found = await prices(line, ['BRK.B', 'BIPpB', 'ACHR.WS', 'BIP.WDB']);

  const [request] = server.requests;
  assert.equal(request?.method, 'POST');
  assert.equal(request?.body, 'symbols=BRK%2FB%2CBIP%27B%2CACHR%2FWS%2CBIP%2FWDB&greeks=false');
  assert.equal(request?.query.size, 0);
  assert.deepEqual(Object.keys(found), ['BRK.B', 'BIPpB', 'ACHR.WS', 'BIP.WDB']);
});

test('an index that bears the ticker of a share does not price it', async () => {
  const rows = [quote('COMP', {type: 'index', close: 22_000}), quote('SPY', {type: 'etf'}), quote('AA')];

  assert.deepEqual(Object.keys(await prices(open(quotes(...rows)), ['COMP', 'SPY', 'AA'])), ['SPY', 'AA']);
});

test('a price brings no metadata along, so that a source with caps is still asked', async () => {
  const found = await open(quotes(quote('AA'))).connection.prices?.fetch(['AA'], situation());

  assert.deepEqual(found?.get('AA'), {lastClose: 12.01, session: '2026-03-02'});
});

test('bad rows are dropped up to a fifth of the answer, above that the answer is', async () => {
  const good = ['A', 'B', 'C', 'D'].map((symbol) => quote(symbol));

  const found = await prices(open(quotes(...good, quote('E', {close: '12.01'}))), ['A', 'B', 'C', 'D', 'E']);

  assert.deepEqual(Object.keys(found), ['A', 'B', 'C', 'D']);
  await assert.rejects(prices(open(quotes(...good, quote('E', {close: '1'}), {symbol: 'F'}))), {
    reason: 'malformed',
    message: 'Tradier sent 2 rows of 6 that do not parse.',
  });
});

const fault = (errorcode: string) => ({fault: {faultstring: 'no', detail: {errorcode}}});
const trouble: readonly (readonly [string, Behaviour, object])[] = [
  ['a token that is not known', json(fault('keymanagement.service.invalid_access_token'), 401), {reason: 'refused'}],
  ['a datastore error', json(fault('x'), 500), {reason: 'unreachable', attempts: 3}],
  ['a quota fault in a 403', json(fault('policies.ratelimit.QuotaViolation'), 403), {reason: 'exhausted'}],
  ['a quota fault in a 500', json(fault('policies.ratelimit.SpikeArrestViolation'), 500), {reason: 'exhausted'}],
  ['XML', reply({body: '<quotes><quote><symbol>AA</symbol></quote></quotes>'}), {reason: 'malformed'}],
  ['no quotes at all', json({}), {reason: 'malformed'}],
  ['quotes under another name', json({quotes: {quotation: [quote('AA')]}}), {reason: 'malformed'}],
];

for (const [what, behaviour, failure] of trouble) {
  test(`${what} is ${JSON.stringify(failure)}, never an empty answer`, async () => {
    await assert.rejects(prices(open(behaviour)), {name: 'ProviderFailure', ...failure});
  });
}

test('a 429, which names the end of its window in a header of its own, is waited out and asked again', async () => {
  const rates = {'x-ratelimit-allowed': '60', 'x-ratelimit-used': '60', 'x-ratelimit-available': '0'};
  const line = open([status(429, {...rates, 'x-ratelimit-expiry': '1772492460000'}), quotes(quote('AA'))]);

  assert.deepEqual(await prices(line), {AA: [12.01, '2026-03-02']});

  assert.deepEqual(line.reports[0], {type: 'throttled', provider: 'tradier', attempt: 1, waitMs: 60_000, status: 429});
});

test('the token goes into a header, beside the wish for JSON', async () => {
  const credentials = madeCredentials(tradier);

  await prices(open(quotes(quote('AA')), credentials));

  assert.equal(server.requests[0]?.headers.authorization, `Bearer ${credentials.token}`);
  assert.equal(server.requests[0]?.headers.accept, 'application/json');
});

test('the check asks the clock, and does not take another body for a yes', async () => {
  const line = open(status(500));
  server.setRoutes({'/v1/markets/clock': [json({clock: {state: 'open'}}), json({clock: null})]});

  await line.connection.check?.(situation());

  await assert.rejects(async () => line.connection.check?.(situation()), {reason: 'malformed'});
});

test('the options say whether the live host or the sandbox gets the token', async () => {
  const prices = async (context: ProviderContext) => tradier.pricesBatch?.fetch(['AA'], context);
  const check = async (context: ProviderContext) => tradier.check?.(context);

  assert.equal(await askedUrl(tradier, {}, prices), 'https://api.tradier.com/v1/markets/quotes');
  assert.equal(
    await askedUrl(tradier, {environment: 'sandbox'}, prices),
    'https://sandbox.tradier.com/v1/markets/quotes',
  );
  assert.equal(
    await askedUrl(tradier, {environment: 'sandbox'}, check),
    'https://sandbox.tradier.com/v1/markets/clock',
  );
  assert.throws(() => wired(tradier, {settings: {options: {environment: 'paper'}}}), {code: 'provider.options'});
});
