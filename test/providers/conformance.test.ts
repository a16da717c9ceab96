import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {after, test} from 'node:test';
import {inspect} from 'node:util';
import type {Connection} from '../../source/provider/connection.ts';
import type {Provider} from '../../source/provider/contract.ts';
import {builtInFolder, loadProviders} from '../../source/provider/load.ts';
import {faults, startFaultServer, status} from '../helpers/fault-server.ts';
import {accepting, madeCredentials} from '../helpers/keyed.ts';
import {situation, type Wired, wired} from '../helpers/wired.ts';

/** Every file of providers/ is held to the same contract, by what it can; a new one is covered by being there. */
const providers = await loadProviders();
const server = await startFaultServer({});
after(() => server.close());

const symbols = ['AAPL', 'BRK.B', 'BACpB'];

type Call = {readonly name: string; readonly make: (connection: Connection) => Promise<unknown>};

function callsOf(provider: Provider, at = situation()): readonly Call[] {
  const calls: Call[] = [];
  if (provider.listSymbols) {
    calls.push({name: 'list', make: async (line) => line.listSymbols?.({need: 'full'}, at)});
    calls.push({name: 'provenance', make: async (line) => line.listSymbols?.({need: 'provenance'}, at)});
  }
  if (provider.pricesBatch) calls.push({name: 'prices', make: async (line) => line.prices?.fetch(symbols, at)});
  if (provider.metadata) calls.push({name: 'metadata', make: async (line) => line.metadata?.fetch(symbols, at)});
  if (provider.fractional) calls.push({name: 'fractional', make: async (line) => line.fractional?.fetch(symbols, at)});
  if (provider.check) calls.push({name: 'check', make: async (line) => line.check?.(at)});
  return calls;
}

/** On the server here, with credentials made now where it needs some. */
function plugged(provider: Provider, {timeoutMs = 5000, credentials = madeCredentials(provider)} = {}): Wired {
  server.requests.length = 0;
  return wired(provider, {settings: {baseUrl: server.url}, credentials: () => credentials, timeoutMs});
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
    const abilities = callsOf(provider).filter(({name}) => name !== 'check');
    assert.ok(abilities.length > 0, 'it can do nothing');
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

const online = [...providers].filter(([, provider]) => isOnline(provider));
const keyed = online.filter(([, {credentials}]) => credentials !== undefined);

/** A 403 is about the credentials where some were sent, else about the machine or the hour. */
const denied = ({credentials}: Provider) => (credentials ? 'refused' : 'exhausted');

/** What each call must end in whenever the wire does this; "no answer" is never an answer. */
const matrix = {
  '429 for a day': [status(429, {'retry-after': '86400'}), 'exhausted'],
  '429 without a word': [status(429), 'exhausted'],
  '500 without end': [status(500), 'unreachable'],
  '403': [status(403), denied],
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
    const reason = typeof kind === 'function' ? kind(provider) : kind;

    test(`${id}: ${fault} ends every call as ${reason}`, {timeout: 20_000}, async () => {
      const timeoutMs = fault === 'hang' || fault === 'drip' ? 60 : 5000;
      server.setRoutes({'*': behaviour});

      for (const call of callsOf(provider)) {
        const {connection, ledger} = plugged(provider, {timeoutMs});
        await assert.rejects(
          call.make(connection),
          {name: 'ProviderFailure', provider: id, reason},
          `${call.name} of ${id}`,
        );
        assert.ok(server.requests.length <= ledger.charges.length, 'a request was sent without a charge');
        assert.equal(connection.spent(), ledger.charges.length);
      }
    });
  }

  test(`${id}: an abort ends every call with its own reason`, async () => {
    let controller = new AbortController();
    server.setRoutes({'*': () => controller.abort(new Error('stopped by a person'))});

    for (const at of callsOf(provider).keys()) {
      controller = new AbortController();
      const call = callsOf(provider, situation({signal: controller.signal}))[at];

      await assert.rejects(async () => call?.make(plugged(provider).connection), /stopped by a person/, call?.name);
    }
  });
}

for (const [id, provider] of keyed) {
  test(`${id}'s check resolves on a good answer and is refused on 401`, async () => {
    const good = accepting[id];
    assert.ok(good && provider.check, `${id} needs a check, and an answer to it in test/helpers/keyed.ts`);

    server.setRoutes({'*': good});
    await plugged(provider).connection.check?.(situation());
    assert.equal(server.requests.length, 1, 'a check is one request');
    server.setRoutes({'*': status(401)});
    await assert.rejects(async () => plugged(provider).connection.check?.(situation()), {
      reason: 'refused',
      status: 401,
    });
  });

  test(`${id} sends its credentials in headers, and never puts one into a URL or a message`, async () => {
    const credentials = madeCredentials(provider);
    const secrets = Object.values(credentials);
    server.setRoutes({'*': status(401)});

    for (const call of callsOf(provider)) {
      const {connection} = plugged(provider, {credentials});
      const failure = await call.make(connection).then(
        () => assert.fail(`${call.name} took a 401 for an answer`),
        (error: unknown) => inspect(error),
      );

      const addresses = server.requests.map(({path, query}) => `${path}?${query}`).join('\n');
      const headers = server.requests.map((request) => JSON.stringify(request.headers)).join('\n');
      assert.deepEqual(
        secrets.filter((secret) => addresses.includes(secret) || failure.includes(secret)),
        [],
        call.name,
      );
      assert.deepEqual(
        secrets.filter((secret) => !headers.includes(secret)),
        [],
        call.name,
      );
    }
  });

  test(`${id} takes no credential that is blank or could end a header`, () => {
    for (const [field, schema] of Object.entries(provider.credentials?.shape ?? {})) {
      const good = madeCredentials(provider)[field] ?? '';
      for (const bad of ['', ' ', `${good} ${good}`, `${good}\r\nx-other: 1`, `${good}\u0000`, `${good}\u20ac`]) {
        assert.equal(
          schema.safeParse(bad).success,
          false,
          `${field} takes ${JSON.stringify(bad.replace(good, 'good'))}`,
        );
      }
    }
  });
}
