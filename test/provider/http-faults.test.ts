import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {z} from 'zod';
import type {Situation} from '../../source/provider/connection.ts';
import {defineProvider, type RequestOptions} from '../../source/provider/contract.ts';
import type {ProviderFailure, ProviderFailureKind} from '../../source/provider/failure.ts';
import {
  type Behaviour,
  faults,
  json,
  type Routes,
  redirect,
  startFaultServer,
  status,
} from '../helpers/fault-server.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

const server = await startFaultServer({});
after(() => server.close());

const options: RequestOptions = {maxBytes: 1024 * 1024};
const provider = defineProvider({
  id: 'faulty',
  title: 'Faulty',
  site: 'https://faulty.example',
  tier: 'free',
  baseUrl: 'https://faulty.example',
  quota: [{requests: 1000, per: 'second'}],
  listSymbols: async (_ask, {http}) => {
    const {symbol} = await http.json('https://faulty.example/list', z.object({symbol: z.string()}), options);
    return [{symbol}];
  },
});

type Ended = Wired & {readonly failure: ProviderFailure | undefined; readonly requests: number};

type Asking = Partial<Situation> & {readonly timeoutMs?: number};

async function askWith(routes: Routes, {timeoutMs = 2000, ...changes}: Asking = {}): Promise<Ended> {
  server.setRoutes(routes);
  server.requests.length = 0;
  const line = wired(provider, {settings: {baseUrl: server.url}, timeoutMs});
  try {
    await line.connection.listSymbols?.({need: 'full'}, situation(changes));
    return {...line, failure: undefined, requests: server.requests.length};
  } catch (failure) {
    return {...line, failure: failure as ProviderFailure, requests: server.requests.length};
  }
}

const broken: readonly (readonly [keyof typeof faults, ProviderFailureKind])[] = [
  ['hang', 'unreachable'],
  ['hang after headers', 'unreachable'],
  ['drip', 'unreachable'],
  ['reset', 'unreachable'],
  ['closed without an answer', 'unreachable'],
  ['truncated content-length', 'unreachable'],
  ['truncated chunked', 'unreachable'],
  ['truncated gzip', 'unreachable'],
  ['not gzip', 'unreachable'],
  ['html', 'malformed'],
  ['html without a type', 'malformed'],
  ['empty', 'malformed'],
  ['no content', 'malformed'],
  ['not json', 'malformed'],
  ['wrong schema', 'malformed'],
  ['json null', 'malformed'],
  ['deep nesting', 'malformed'],
  ['huge body', 'malformed'],
  ['huge announced', 'malformed'],
  ['gzip bomb', 'malformed'],
];

for (const [name, kind] of broken) {
  test(`${name} ends as ${kind}, without a word of the answer or the address`, async () => {
    // Only what never ends is ended by the clock: a slow machine must not make an answer look like silence.
    const {failure, requests} = await askWith(
      {'/list': faults[name]},
      {timeoutMs: kind === 'unreachable' ? 100 : 20_000},
    );

    assert.equal(failure?.reason, kind);
    assert.equal(requests, kind === 'unreachable' ? 3 : 1);
    assert.match(failure.message, /^Faulty [^<>{}]*\.$/);
    assert.doesNotMatch(JSON.stringify(failure) + failure.stack, /127\.0\.0\.1|\/list|NaN|unexpected:/);
  });
}

test('a body beyond the limit is cut off while it arrives, not after', async () => {
  await askWith({'/list': faults['huge body']});

  assert.ok(server.mostBytesSent() < 20 * 1024 * 1024, `${server.mostBytesSent()} bytes were sent`);
});

const passing: Behaviour = json({symbol: 'F'});

test('a burst of 5xx that ends is retried, reported, and its recovery said', async () => {
  const {failure, requests, reports, ledger, clock} = await askWith({'/list': [status(503), status(500), passing]});

  assert.equal(failure, undefined);
  assert.equal(requests, 3);
  assert.equal(ledger.charges.length, 3);
  assert.deepEqual(
    reports.map(({type}) => type),
    ['retried', 'retried', 'recovered'],
  );
  assert.deepEqual(clock.slept, [1000, 2000]);
});

const retryAfter: readonly (readonly [string | undefined, readonly number[], ProviderFailureKind | undefined])[] = [
  ['2', [2000], undefined],
  ['0', [1000], undefined],
  [undefined, [60_000], undefined],
  ['soon', [60_000], undefined],
  ['-5', [60_000], undefined],
  ['Mon, 02 Mar 2026 23:00:30 GMT', [30_000], undefined],
  ['Mon, 02 Mar 2026 22:00:00 GMT', [60_000], undefined],
  ['86400', [], 'exhausted'],
];

for (const [header, waits, kind] of retryAfter) {
  test(`a 429 with Retry-After ${header} waits ${waits.join() || 'not at all'}`, async () => {
    const throttled = status(429, header === undefined ? {} : {'retry-after': header});

    const {failure, requests, clock, reports} = await askWith({'/list': [throttled, passing]});

    assert.equal(failure?.reason, kind);
    assert.equal(requests, kind ? 1 : 2);
    assert.deepEqual(clock.slept, waits);
    assert.equal(reports.filter((report) => report.type === 'throttled' && report.attempt > 0).length, waits.length);
  });
}

test('a 429 to whoever waits for a word is the word: nothing is asked again and nothing waits', async () => {
  const {failure, requests, clock} = await askWith({'/list': status(429, {'retry-after': '60'})}, {isUrgent: true});

  assert.deepEqual(
    [failure?.reason, failure?.message, failure?.retryAfterMs],
    ['exhausted', 'Faulty asks us to slow down (status 429).', 60_000],
  );
  assert.deepEqual([requests, clock.slept], [1, []]);
});

test('a 429 without end leaves the provider alone after three requests, and says until when', async () => {
  const {failure, requests, connection, clock} = await askWith({'/list': status(429)});

  assert.equal(failure?.reason, 'exhausted');
  assert.equal(failure.retryAfterMs, 240_000);
  assert.equal(requests, 3);
  assert.deepEqual(clock.slept, [60_000, 120_000]);
  await assert.rejects(async () => connection.listSymbols?.({need: 'full'}, situation()), {reason: 'exhausted'});
  assert.equal(server.requests.length, 3);
});

const statuses: readonly (readonly [number, ProviderFailureKind, number])[] = [
  [400, 'malformed', 1],
  [401, 'exhausted', 1],
  [403, 'exhausted', 1],
  [404, 'malformed', 1],
  [408, 'unreachable', 3],
  [502, 'unreachable', 3],
];

for (const [code, kind, asked] of statuses) {
  test(`status ${code} of a provider without credentials is ${kind}`, async () => {
    const {failure, requests} = await askWith({'/list': status(code)});

    assert.deepEqual([failure?.reason, failure?.status, requests], [kind, code, asked]);
  });
}

test('a redirect on the provider is followed, also one to its own name', async () => {
  const {failure} = await askWith({
    '/list': redirect('/moved'),
    '/moved': redirect('https://faulty.example/again', 307),
    '/again': passing,
  });

  assert.equal(failure, undefined);
});

for (const location of [
  'http://127.0.0.2/list',
  'https://evil.example/list',
  'file:///etc/passwd',
  'http://[',
  'unix:/tmp/x',
]) {
  test(`a redirect to ${location} is refused`, async () => {
    const {failure, requests} = await askWith({'/list': redirect(location)});

    assert.equal(failure?.reason, 'malformed');
    assert.equal(requests, 1);
  });
}

test('a redirect loop ends after five, each one charged', async () => {
  const {failure, requests, ledger} = await askWith({'/list': redirect('/list')});

  assert.equal(failure?.reason, 'malformed');
  assert.equal(requests, 6);
  assert.equal(ledger.charges.length, 6);
});
