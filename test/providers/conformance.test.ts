import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {after, test} from 'node:test';
import type {Connection} from '../../source/provider/connection.ts';
import type {Provider} from '../../source/provider/contract.ts';
import {builtInFolder, loadProviders} from '../../source/provider/load.ts';
import {faults, startFaultServer, status} from '../helpers/fault-server.ts';
import {situation, wired} from '../helpers/wired.ts';

/** Every file of providers/ is held to the same contract, by what it can; a new one is covered by being there. */
const providers = await loadProviders();
const server = await startFaultServer({});
after(() => server.close());

const symbols = ['AAPL', 'BRK.B', 'BACpB'];

type Call = {readonly name: string; readonly make: (connection: Connection) => Promise<unknown>};

function callsOf(provider: Provider): readonly Call[] {
  const calls: Call[] = [];
  const at = situation();
  if (provider.listSymbols) {
    calls.push({name: 'list', make: async (line) => line.listSymbols?.({need: 'full'}, at)});
    calls.push({name: 'provenance', make: async (line) => line.listSymbols?.({need: 'provenance'}, at)});
  }
  if (provider.pricesBatch) calls.push({name: 'prices', make: async (line) => line.prices?.fetch(symbols, at)});
  if (provider.metadata) calls.push({name: 'metadata', make: async (line) => line.metadata?.fetch(symbols, at)});
  if (provider.fractional) calls.push({name: 'fractional', make: async (line) => line.fractional?.fetch(symbols, at)});
  return calls;
}

/** Of the web: what needs a file or nothing at all has no wire to break. */
function isOnline({tier, baseUrl}: Provider): boolean {
  return tier !== 'sample' && baseUrl !== undefined;
}

for (const [id, provider] of providers) {
  test(`${id} declares itself completely`, () => {
    assert.equal(provider.id, id);
    assert.match(id, /^[a-z0-9][a-z0-9-]{0,31}$/);
    assert.ok(provider.title.length > 0 && provider.site.length > 0);
    assert.ok(callsOf(provider).length > 0, 'it can do nothing');
    assert.ok(!isOnline(provider) || provider.quota.length > 0, 'it is on the web without a quota');
    for (const {requests} of provider.quota) assert.ok(requests >= 1);
    for (const batch of [provider.pricesBatch, provider.metadata, provider.fractional]) {
      assert.ok(batch === undefined || batch.batchSize >= 1);
    }
  });

  test(`${id} keeps to the doors of a provider`, async () => {
    const source = await readFile(path.join(builtInFolder(), `${id}.ts`), 'utf8');
    const imports = [...source.matchAll(/from '([^']+)'/g)].map(([, from]) => from);

    const doors =
      /^(zod|\.\.\/source\/provider\/(contract|failure)\.ts|\.\.\/source\/universe\/(symbol|ticker|instrument)\.ts)$/;
    const own = id === 'sample' ? /^\.\.\/source\/sample\// : doors;
    assert.deepEqual(
      imports.filter((from) => !doors.test(from ?? '') && !own.test(from ?? '')),
      [],
    );
    assert.doesNotMatch(source, /console\.|process\.|setTimeout|Date\.now|new Date\(\)|\bfetch\(['"`]/);
  });

  if (provider.credentials) {
    test(`${id} labels every field of its credentials form`, () => {
      for (const [field, schema] of Object.entries(provider.credentials?.shape ?? {})) {
        assert.ok(schema.meta()?.label, `${field} has no label`);
      }
    });
  }
}

const online = [...providers].filter(([, provider]) => isOnline(provider) && !provider.credentials);

/** What each call must end in whenever the wire does this; "no answer" is never an answer. */
const matrix = {
  '429 for a day': [status(429, {'retry-after': '86400'}), 'exhausted'],
  '429 without a word': [status(429), 'exhausted'],
  '500 without end': [status(500), 'unreachable'],
  '403': [status(403), 'exhausted'],
  hang: [faults.hang, 'unreachable'],
  drip: [faults.drip, 'unreachable'],
  reset: [faults.reset, 'unreachable'],
  truncated: [faults['truncated content-length'], 'unreachable'],
  'html with 200': [faults.html, 'malformed'],
  'empty body': [faults.empty, 'malformed'],
  'wrong schema': [faults['wrong schema'], 'malformed'],
  'not json': [faults['not json'], 'malformed'],
  'huge body': [faults['huge body'], 'malformed'],
  'gzip bomb': [faults['gzip bomb'], 'malformed'],
} as const;

for (const [id, provider] of online) {
  for (const [fault, [behaviour, kind]] of Object.entries(matrix)) {
    test(`${id}: ${fault} ends every call as ${kind}`, {timeout: 20_000}, async () => {
      server.setRoutes({'*': behaviour});

      for (const call of callsOf(provider)) {
        const {connection, ledger} = wired(provider, {
          settings: {baseUrl: server.url},
          timeoutMs: fault === 'hang' || fault === 'drip' ? 60 : 5000,
        });
        server.requests.length = 0;
        await assert.rejects(
          call.make(connection),
          {name: 'ProviderFailure', provider: id, reason: kind},
          `${call.name} of ${id}`,
        );
        assert.ok(server.requests.length <= ledger.charges.length, 'a request was sent without a charge');
        assert.equal(connection.spent(), ledger.charges.length);
      }
    });
  }

  test(`${id}: an abort ends every call with its own reason`, async () => {
    for (const call of callsOf(provider)) {
      const controller = new AbortController();
      server.setRoutes({'*': () => controller.abort(new Error('stopped by a person'))});
      const {connection} = wired(provider, {settings: {baseUrl: server.url}});
      const aborted: Connection = abortable(connection, controller.signal);

      await assert.rejects(call.make(aborted), /stopped by a person/);
    }
  });
}

/** The same connection under another signal. */
function abortable(line: Connection, signal: AbortSignal): Connection {
  const at = situation({signal});
  return {
    ...line,
    ...(line.listSymbols && {listSymbols: (ask) => line.listSymbols?.(ask, at) ?? Promise.resolve([])}),
    ...(line.prices && {
      prices: {...line.prices, fetch: (asked) => line.prices?.fetch(asked, at) ?? Promise.resolve(new Map())},
    }),
    ...(line.metadata && {
      metadata: {...line.metadata, fetch: (asked) => line.metadata?.fetch(asked, at) ?? Promise.resolve(new Map())},
    }),
  };
}
