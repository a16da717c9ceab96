import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {z} from 'zod';
import {defineProvider, type Provider, type ProviderContext} from '../../source/provider/contract.ts';
import {ProviderFailure} from '../../source/provider/failure.ts';
import {json, startFaultServer} from '../helpers/fault-server.ts';
import {situation, wired} from '../helpers/wired.ts';

const server = await startFaultServer({'*': json({})});
after(() => server.close());

const hostile = '\u001b]52;c;b3du\u0007Acme\u202e\u0000 Inc.\r\n';

function providerWith(changes: Partial<Provider> = {}): Provider {
  const site = 'https://p.example';
  return defineProvider({id: 'p', title: 'P', site, tier: 'free', baseUrl: site, quota: [], ...changes});
}

test('foreign text is cleaned on its way in, and a text that cleans to nothing is unknown', async () => {
  const metadata = {name: hostile, sector: '\u0007', country: 'x'.repeat(1000), marketCap: 5};
  const provider = providerWith({
    listSymbols: async () => [
      {symbol: 'A\u0000', name: hostile},
      {symbol: 'B', name: ' \u200b'},
    ],
    pricesBatch: {batchSize: 1, fetch: async () => new Map([['A', {lastClose: 1, session: '2026-03-02', metadata}]])},
    metadata: {batchSize: 1, fetch: async () => new Map([['A', metadata]])},
  });
  const cleaned = {name: 'Acme Inc.', country: 'x'.repeat(300), marketCap: 5};
  const {connection} = wired(provider);

  assert.deepEqual(await connection.listSymbols?.({need: 'full'}, situation()), [
    {symbol: 'A', name: 'Acme Inc.'},
    {symbol: 'B'},
  ]);
  assert.deepEqual((await connection.prices?.fetch(['A'], situation()))?.get('A')?.metadata, cleaned);
  assert.deepEqual((await connection.metadata?.fetch(['A'], situation()))?.get('A'), cleaned);
});

test('what a connection offers is what its provider can, and its secrets are not in it', () => {
  const provider = providerWith({
    credentials: z.object({key: z.string()}),
    pricesTier: 'delayed',
    metadata: {batchSize: 50, fetch: async () => new Map()},
  });

  const {connection} = wired(provider, {credentials: () => ({key: 'canary'})});

  assert.equal(connection.metadata?.batchSize, 50);
  assert.deepEqual([connection.tier, connection.pricesTier], ['free', 'delayed']);
  assert.deepEqual(
    [connection.listSymbols, connection.prices, connection.fractional],
    [undefined, undefined, undefined],
  );
  assert.equal(connection.officialList, false);
  assert.doesNotMatch(JSON.stringify(connection), /canary/);
});

test('a provider gets its credentials, options and sessions, and nothing else of the product', async () => {
  let seen: ProviderContext | undefined;
  const provider = providerWith({
    options: z.object({feed: z.string().default('iex')}),
    listSymbols: async (_ask, context) => {
      seen = context;
      return [];
    },
  });

  await wired(provider, {credentials: () => ({key: 'k'})}).connection.listSymbols?.({need: 'full'}, situation());

  const {http, memo, keep, partial, readUserFile, signal, ...plain} = seen ?? {};
  assert.deepEqual(plain, {
    credentials: {key: 'k'},
    options: {feed: 'iex'},
    session: '2026-03-02',
    nextSession: '2026-03-03',
  });
  assert.ok(http && memo && keep && partial && readUserFile && signal);
});

test('what a build remembers is made once, forgotten on demand, and a failure is not remembered', async () => {
  let made = 0;
  const provider = providerWith({
    listSymbols: async (_ask, {memo}) => {
      const count = await memo('count', async () => {
        made += 1;
        if (made === 1) throw new ProviderFailure('p', 'malformed', 'P failed.');
        return made;
      });
      return [{symbol: `A${count}`}];
    },
  });
  const {connection} = wired(provider);
  const list = async () => (await connection.listSymbols?.({need: 'full'}, situation()))?.[0]?.symbol;

  await assert.rejects(list(), /P failed/);
  assert.deepEqual(await Promise.all([list(), list()]), ['A2', 'A2']);
  connection.forget();
  assert.equal(await list(), 'A3');
});

test('a file is read only where the options name one', async () => {
  const provider = providerWith({
    options: z.strictObject({path: z.string().optional()}),
    listSymbols: async (_ask, {readUserFile}) => [{symbol: await readUserFile()}],
  });
  const readUserFile = async (path: string) => path;
  const named = wired(provider, {settings: {options: {path: '/a'}}, readUserFile});
  const unnamed = wired(provider, {readUserFile});

  assert.deepEqual(await named.connection.listSymbols?.({need: 'full'}, situation()), [{symbol: '/a'}]);
  await assert.rejects(async () => unnamed.connection.listSymbols?.({need: 'full'}, situation()), {
    code: 'provider.options',
    message: 'providers.p.options.path names no file.',
  });
});

test('the sample market is paced by its calls, as fast as asked for, and charges nobody', async () => {
  const provider = providerWith({
    tier: 'sample',
    quota: [{requests: 1, per: 'second'}],
    metadata: {batchSize: 1, fetch: async () => new Map()},
  });
  const slow = wired(provider);
  const fast = wired(provider, {speed: Number.POSITIVE_INFINITY});

  for (const line of [slow, fast]) {
    for (let call = 0; call < 3; call += 1) await line.connection.metadata?.fetch([], situation());
  }

  assert.deepEqual([slow.clock.slept, fast.clock.slept], [[1050, 1050], []]);
  assert.deepEqual([slow.ledger.charges.length, slow.connection.spent(), fast.connection.spent()], [0, 3, 3]);
});

test('a real provider keeps its pace whatever speed is wired, except against this machine', async () => {
  const provider = providerWith({
    quota: [{requests: 1, per: 'minute'}],
    metadata: {
      batchSize: 1,
      fetch: async (_symbols, {http}) => new Map([['A', await http.json('https://p.example/', z.object({}))]]),
    },
  });
  const settings = {baseUrl: server.url};
  const quick = wired(provider, {settings, speed: Number.POSITIVE_INFINITY});
  const real = wired(provider, {speed: Number.POSITIVE_INFINITY});

  await quick.connection.metadata?.fetch([], situation());
  await quick.connection.metadata?.fetch([], situation());

  assert.deepEqual(quick.clock.slept, []);
  assert.deepEqual(real.connection.forecast?.(3), {waitMs: 2 * 61_000, fits: true});
});
