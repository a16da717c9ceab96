import assert from 'node:assert/strict';
import {test} from 'node:test';
import {z} from 'zod';
import {addressOf} from '../../source/provider/address.ts';
import {defineProvider} from '../../source/provider/contract.ts';

const plain = defineProvider({
  id: 'plain',
  title: 'Plain',
  site: 'https://plain.example',
  tier: 'free',
  baseUrl: 'https://api.plain.example',
  hosts: ['files.plain.example'],
  quota: [],
});
const keyed = defineProvider({...plain, credentials: z.object({key: z.string()})});

test('every host of a provider maps to its base URL, path and query appended', () => {
  const address = addressOf(plain, {baseUrl: 'http://127.0.0.1:81/mirror/'});

  assert.equal(address.of('https://api.plain.example/a/b?c=%20').href, 'http://127.0.0.1:81/mirror/a/b?c=%20');
  assert.equal(address.of('https://files.plain.example/x').href, 'http://127.0.0.1:81/mirror/x');
});

test('redirects stay below the base URL, whether they are relative or name the own hosts', () => {
  const address = addressOf(plain, {baseUrl: 'http://127.0.0.1:81/mirror'});
  const from = address.of('https://api.plain.example/a');

  assert.equal(address.ofRedirect(from, 'b').href, 'http://127.0.0.1:81/mirror/b');
  assert.equal(address.ofRedirect(from, '/b').href, 'http://127.0.0.1:81/mirror/b');
  assert.equal(address.ofRedirect(from, '/mirror/b').href, 'http://127.0.0.1:81/mirror/b');
  assert.equal(address.ofRedirect(from, 'https://files.plain.example/b').href, 'http://127.0.0.1:81/mirror/b');
  assert.throws(() => address.ofRedirect(from, 'http://127.0.0.1:82/mirror/b'), {reason: 'malformed'});
});

test('a host that the provider does not declare is never asked', () => {
  const address = addressOf(plain, {});

  assert.equal(address.of('https://files.plain.example/x').host, 'files.plain.example');
  assert.throws(() => address.of('https://evil.example/x'), {reason: 'malformed'});
  assert.throws(() => address.of('http://api.plain.example/x'), {reason: 'malformed'});
  assert.throws(() => address.of('https://api.plain.example:444/x'), {reason: 'malformed'});
});

test('a redirect from https: to http: is refused', () => {
  const address = addressOf(plain, {});

  assert.throws(() => address.ofRedirect(new URL('https://api.plain.example/'), 'http://api.plain.example/'), {
    reason: 'malformed',
  });
});

const refused: readonly (readonly [string, boolean])[] = [
  ['http://mirror.example/', false],
  ['http://10.0.0.1/', false],
  ['http://127.0.0.1.evil.example/', false],
  ['ftp://mirror.example/', true],
  ['https://user:pass@mirror.example/', true],
];

for (const [baseUrl, allowPlainHttp] of refused) {
  test(`${baseUrl} is refused as a base URL`, () => {
    assert.throws(() => addressOf(plain, {baseUrl, allowPlainHttp}), {code: 'provider.base-url', kind: 'usage'});
  });
}

test('plain http: to another machine is a decision of the user, and never for a provider with credentials', () => {
  const settings = {baseUrl: 'http://mirror.example/', allowPlainHttp: true};

  assert.equal(addressOf(plain, settings).of('https://api.plain.example/a').href, 'http://mirror.example/a');
  assert.throws(() => addressOf(keyed, settings), /sends a credential/);
});

test('loopback needs no permission for http:, with credentials or without', () => {
  for (const baseUrl of ['http://localhost:1/', 'http://127.9.9.9/', 'http://[::1]:8/']) {
    assert.equal(addressOf(keyed, {baseUrl}).of('https://api.plain.example/a').href, `${baseUrl}a`);
  }
});
