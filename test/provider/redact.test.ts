import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {after, test} from 'node:test';
import {z} from 'zod';
import {defineProvider, type Listing, type Provider} from '../../source/provider/contract.ts';
import {Redactor} from '../../source/vault/redactor.ts';
import {json, redirect, startFaultServer} from '../helpers/fault-server.ts';
import {situation, wired} from '../helpers/wired.ts';

const server = await startFaultServer({'*': json([])});
after(() => server.close());

const secret = `k/+"${randomBytes(12).toString('base64url')}\\=`;

function providerWith(changes: Partial<Provider>): Provider {
  const site = 'https://p.example';
  return defineProvider({id: 'p', title: 'P', site, tier: 'free', baseUrl: site, quota: [], ...changes});
}

function guarded(provider: Provider, saved: Map<string, unknown> = new Map()) {
  const redactor = new Redactor();
  redactor.learn('p', [secret]);
  const kept = {
    load: async () => undefined,
    save: async (_id: string, key: string, value: unknown) => void saved.set(key, value),
  };
  const settings = {baseUrl: server.url};
  return wired(provider, {redact: (value) => redactor.redactJson(value), kept, settings});
}

const said = {type: 'exposed', provider: 'p', place: 'an answer of P'};

test('a name that holds a secret is unknown, a row whose symbol does is none, and it is said once an answer', async () => {
  const listings: readonly Listing[] = [
    {symbol: 'A', name: `Key ${secret} Inc.`},
    {symbol: 'B', name: `${secret.slice(0, 5)}\u200b${secret.slice(5)}`},
    {symbol: `C${Buffer.from(`Bearer ${secret}`).toString('base64')}`, name: 'C'},
    {symbol: 'D', name: `${'x'.repeat(290)}${secret}`},
    {symbol: 'E', name: 'Acme Inc.'},
  ];
  const {connection, reports} = guarded(providerWith({listSymbols: async () => listings}));

  assert.deepEqual(await connection.listSymbols?.({need: 'full'}, situation()), [
    {symbol: 'A'},
    {symbol: 'B'},
    {symbol: 'D'},
    {symbol: 'E', name: 'Acme Inc.'},
  ]);
  assert.deepEqual(reports, [said]);
});

test('facts are kept but for the text that holds a secret', async () => {
  const metadata = {sector: secret, industry: encodeURIComponent(secret), country: 'US', marketCap: 5};
  const price = {lastClose: 2, session: '2026-03-02', metadata};
  const {connection, reports} = guarded(
    providerWith({
      pricesBatch: {batchSize: 1, fetch: async () => new Map([['A', price]])},
      metadata: {
        batchSize: 1,
        fetch: async () =>
          new Map([
            ['A', metadata],
            [Buffer.from(secret).toString('hex'), metadata],
          ]),
      },
    }),
  );
  const prices = await connection.prices?.fetch(['A'], situation());
  const facts = await connection.metadata?.fetch(['A'], situation());

  assert.deepEqual([...(prices ?? [])], [['A', {...price, metadata: {country: 'US', marketCap: 5}}]]);
  assert.deepEqual([...(facts ?? [])], [['A', {country: 'US', marketCap: 5}]]);
  assert.deepEqual(reports, [said, said]);
});

test('an answer that echoes a secret is used, but not kept on disk', async () => {
  const saved = new Map<string, unknown>();
  const {connection} = guarded(
    providerWith({
      listSymbols: async (_ask, {keep}) => [
        ...(await keep('clean', async () => [{symbol: 'A'}])),
        ...(await keep('echo', async () => [{symbol: 'B', name: secret}])),
      ],
    }),
    saved,
  );

  assert.deepEqual(await connection.listSymbols?.({need: 'full'}, situation()), [{symbol: 'A'}, {symbol: 'B'}]);
  assert.deepEqual([...saved.keys()], ['clean']);
});

for (const [spelling, text] of [
  ['as it is', secret],
  ['percent-encoded', encodeURIComponent(secret)],
] as const) {
  test(`no address with a secret ${spelling} in it is asked, whoever named it`, async () => {
    server.requests.length = 0;
    server.setRoutes({'/a': redirect(`/b?key=${text}`), '*': json([])});
    const asking = (path: string) =>
      guarded(
        providerWith({
          listSymbols: async (_ask, {http}) => {
            await http.json(`https://p.example${path}`, z.array(z.unknown()));
            return [];
          },
        }),
      ).connection.listSymbols?.({need: 'full'}, situation());
    const refusal = {
      code: 'provider.malformed',
      message: /^P was to be asked at an address that holds a secret of ours\.$/,
    };

    await assert.rejects(async () => asking('/a'), refusal);
    await assert.rejects(async () => asking(`/c?key=${text}`), refusal);

    assert.deepEqual(
      server.requests.map(({path}) => path),
      ['/a'],
    );
  });
}
