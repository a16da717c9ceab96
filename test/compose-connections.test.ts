import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {connectionsOf} from '../source/compose-connections.ts';
import {defineProvider} from '../source/provider/contract.ts';
import {nothingToRedact} from '../source/provider/redact.ts';
import {Settings} from '../source/settings.ts';
import {pathsOf, prepareRoot} from '../source/store/paths.ts';
import {openQuotaLedger} from '../source/store/quota-ledger.ts';
import {makeAuthority} from './helpers/certificates.ts';
import {startSecure} from './helpers/secure-server.ts';
import {situation, steppingClock} from './helpers/wired.ts';

const site = 'https://p.example';
const provider = defineProvider({
  ...{id: 'p', title: 'P', site, tier: 'free', baseUrl: site, quota: []},
  listSymbols: async (_ask, {http}) => [{symbol: (await http.text(`${site}/`)).body}],
});

/** A root whose settings reach a server that wants a certificate of both sides, as the product connects it. */
async function connected(t: TestContext, tls: Settings['tls'] | object) {
  const root = await mkdtemp(join(tmpdir(), 'universe-tls-'));
  t.after(() => rm(root, {recursive: true, force: true}));
  const paths = pathsOf(root);
  await prepareRoot(paths);
  const authority = await makeAuthority();
  const server = await startSecure(t, await authority.issue(), {requestCert: true, ca: authority.cert});
  const own = await authority.issue();
  await writeFile(join(root, 'ca.pem'), authority.cert);
  await writeFile(join(root, 'own.pem'), own.cert);
  await writeFile(join(root, 'own.key'), own.key, {mode: 0o600});
  const clock = steppingClock();
  const connections = connectionsOf(
    Settings.parse({tls, priority: {symbols: ['p']}, providers: {p: {baseUrl: server.url}}}),
    {
      situation: {clock, sample: false, environment: {}},
      paths,
      providers: new Map([['p', provider]]),
      ledger: await openQuotaLedger(paths.quotaLedger, clock),
      report: () => {},
      redact: nothingToRedact,
      credentials: () => undefined,
    },
  );
  return async () => connections.get('p')?.listSymbols?.({need: 'full'}, situation());
}

test('the files that the settings name, relative to the root, are what a provider is asked with', async (t) => {
  const list = await connected(t, {ca: 'ca.pem', cert: 'own.pem', key: 'own.key'});

  assert.deepEqual(await list(), [{symbol: 'AAPL'}]);
});

test('a file that is wrong stops the request with its setting, and opening the root does not need it', async (t) => {
  const list = await connected(t, {ca: 'ca.pem', cert: 'own.pem', key: 'nowhere.key'});

  await assert.rejects(list(), {code: 'tls.absent'});
});
