import assert from 'node:assert/strict';
import {createServer as createPlain} from 'node:http';
import type {ServerOptions} from 'node:https';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {getCACertificates, setDefaultCACertificates} from 'node:tls';
import {defineProvider} from '../../source/provider/contract.ts';
import {ProviderFailure} from '../../source/provider/failure.ts';
import type {Tls} from '../../source/provider/line.ts';
import {tlsCode, tlsRefusal} from '../../source/provider/tls-refusal.ts';
import {daysFromNow, makeAuthority, makeSelfSigned, type Pair} from '../helpers/certificates.ts';
import {startSecure} from '../helpers/secure-server.ts';
import {situation, wired} from '../helpers/wired.ts';

const authority = await makeAuthority();
const known = {ca: authority.cert};
const good = await authority.issue();

const provider = defineProvider({
  id: 'p',
  title: 'P',
  site: 'https://p.example',
  tier: 'free',
  baseUrl: 'https://p.example',
  quota: [],
  listSymbols: async (_ask, {http}) => [{symbol: (await http.text('https://p.example/')).body}],
});

function list(baseUrl: string, tls: Tls) {
  const {connection, reports, clock} = wired(provider, {settings: {baseUrl}, tls: async () => tls});
  return {listed: connection.listSymbols?.({need: 'full'}, situation()), reports, clock};
}

/** What one refused attempt says; a second attempt would be a retry of what cannot get better. */
async function refusalBy(url: string, tls: Tls): Promise<string> {
  const {listed, reports, clock} = list(url, tls);
  const failure = await listed?.catch((thrown: unknown) => thrown);
  assert.ok(failure instanceof ProviderFailure, String(failure));
  assert.deepEqual(
    [failure.reason, failure.lasting, failure.attempts, reports, clock.slept],
    ['unreachable', true, 1, [], []],
  );
  assert.doesNotMatch(`${failure.message} ${failure.hint}`, /127\.0\.0\.1|ERR_|CERT_|BEGIN/);
  assert.ok(failure.hint);
  return failure.message;
}

test('a certificate of an authority that the settings name is accepted', async (t) => {
  const server = await startSecure(t, good);

  assert.deepEqual(await list(server.url, known).listed, [{symbol: 'AAPL'}]);
});

test('an authority of one’s own is trusted beside those of the system', async (t) => {
  const server = await startSecure(t, good);
  const other = await makeAuthority('CN=Another Authority');
  const usual = getCACertificates('default');
  t.after(() => setDefaultCACertificates(usual));

  setDefaultCACertificates([...usual, authority.cert]);

  assert.deepEqual(await list(server.url, {ca: other.cert}).listed, [{symbol: 'AAPL'}]);
});

test('several authorities stand in one file', async (t) => {
  const server = await startSecure(t, good);
  const other = await makeAuthority('CN=Another Authority');

  assert.deepEqual(await list(server.url, {ca: `${other.cert}\n${authority.cert}\n`}).listed, [{symbol: 'AAPL'}]);
});

for (const {what, pair, tls, options, says} of [
  {
    what: 'a self-signed certificate',
    pair: makeSelfSigned(),
    tls: known,
    says: 'P shows a certificate that it signed itself.',
  },
  {
    what: 'a certificate of an unknown authority',
    pair: makeAuthority('CN=Stranger').then(({issue}) => issue()),
    tls: known,
    says: 'P shows a certificate of an authority that is not known here.',
  },
  {
    what: 'a certificate of an own authority that the settings do not name',
    pair: authority.issue(),
    tls: {},
    says: 'P shows a certificate of an authority that is not known here.',
  },
  {
    what: 'a certificate for another host',
    pair: authority.issue({hosts: ['p.example']}),
    tls: known,
    says: 'P shows a certificate for another host.',
  },
  {
    what: 'an expired certificate',
    pair: authority.issue({from: daysFromNow(-30), until: daysFromNow(-1)}),
    tls: known,
    says: 'P shows a certificate that has expired.',
  },
  {
    what: 'a certificate of tomorrow',
    pair: authority.issue({from: daysFromNow(1), until: daysFromNow(30)}),
    tls: known,
    says: 'P shows a certificate that is not valid yet.',
  },
  {
    what: 'a server that speaks TLS 1.1 at most',
    pair: authority.issue(),
    tls: known,
    options: {minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0'},
    says: 'P speaks only a version of TLS that is too old.',
  },
  {
    what: 'a server of TLS 1.2 where the settings ask for 1.3',
    pair: authority.issue(),
    tls: {...known, minVersion: 'TLSv1.3'},
    options: {maxVersion: 'TLSv1.2'},
    says: 'P speaks only a version of TLS that is too old.',
  },
  {
    what: 'a server that wants a client certificate where none is set',
    pair: authority.issue(),
    tls: known,
    options: {requestCert: true, ca: authority.cert},
    says: 'P wants a client certificate.',
  },
] satisfies readonly {what: string; pair: Promise<Pair>; tls: Tls; options?: ServerOptions; says: string}[]) {
  test(`${what} is refused in words and not asked twice`, async (t) => {
    const server = await startSecure(t, await pair, options);

    assert.equal(await refusalBy(server.url, tls), says);

    assert.deepEqual([server.connections(), server.answered()], [1, 0]);
  });
}

test('the client certificate of the settings opens a server that wants one', async (t) => {
  const server = await startSecure(t, good, {requestCert: true, ca: authority.cert});
  const own = await authority.issue();

  assert.deepEqual(await list(server.url, {...known, ...own}).listed, [{symbol: 'AAPL'}]);
});

test('what a server says of a certificate is said of the one that we showed', () => {
  const says = (code: string, tls: Tls) => tlsRefusal(code, tls)?.what;
  const alert = ':error:0A000418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:ssl/record/rec_layer_s3.c:1590:';

  assert.equal(tlsCode(new Error(alert), 'EPROTO'), 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA');
  assert.equal(says('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', good), 'does not accept our client certificate');
  assert.equal(says('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', {}), 'wants a client certificate');
  assert.equal(says('ECONNRESET', good), undefined);
});

test('a server without TLS behind an https: address is refused in words', async (t) => {
  const server = createPlain((_request, response) => response.end('AAPL'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  const {port} = server.address() as AddressInfo; // listening on TCP: never a pipe's name

  assert.equal(await refusalBy(`https://127.0.0.1:${port}`, {}), 'P does not speak TLS on that port.');
});

test('a certificate that was renewed is used by the next request', async (t) => {
  const server = await startSecure(t, good);
  const other = await makeAuthority('CN=Another Authority');
  const turns = [other.cert, authority.cert];
  const {connection} = wired(provider, {
    settings: {baseUrl: server.url},
    tls: async () => ({ca: turns.shift() ?? ''}),
  });
  const ask = async () => connection.listSymbols?.({need: 'full'}, situation());

  await assert.rejects(ask(), /not known here/);
  assert.deepEqual(await ask(), [{symbol: 'AAPL'}]);
});
