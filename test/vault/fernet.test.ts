import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {isKey, newKey, open, seal} from '../../source/vault/fernet.ts';

/** From the vectors of the Fernet specification: generate.json, verify.json, invalid.json. */
const key = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const hello = 'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';
const made = seconds('1985-10-26T01:20:00-07:00');
const soon = seconds('1985-10-26T01:20:01-07:00');

function seconds(iso: string): number {
  return Date.parse(iso) / 1000;
}

test('generate: the official token comes out byte for byte', () => {
  const iv = Uint8Array.from({length: 16}, (_, index) => index);

  assert.equal(seal(key, Buffer.from('hello'), {madeAt: made, iv}), hello);
});

test('verify: the official token opens', () => {
  const opened = open(key, hello, {now: soon, ttlSeconds: 60});

  assert.equal(opened?.bytes.toString('utf8'), 'hello');
  assert.equal(opened?.madeAt, made);
});

const invalid: readonly (readonly [name: string, token: string, now?: string])[] = [
  [
    'incorrect mac',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==',
  ],
  ['too short', 'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA=='],
  [
    'invalid base64',
    '%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
  ],
  [
    'payload size not multiple of block size',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm',
  ],
  [
    'payload padding error',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==',
  ],
  [
    'far-future TS (unacceptable clock skew)',
    'gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==',
  ],
  [
    'expired TTL',
    'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==',
    '1985-10-26T01:21:31-07:00',
  ],
  [
    'incorrect IV (causes padding error)',
    'gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==',
  ],
  ['trailing characters after b64 padding', `${hello}trailingdata`],
  [
    'invalid characters in b64',
    '*gAAAAAAdwJ6wAAECAwQFBgcI!CQoLDA0ODy021?cpGVWKZ_eEwC@GM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==',
  ],
  [
    'invalid non-urlsafe characters in b64',
    'gAAAAAAdwJ6wAAEC/AwQFBgcICQoLDA0ODy+021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==',
  ],
];

for (const [name, token, now] of invalid) {
  test(`invalid: ${name} is refused`, () => {
    assert.equal(open(key, token, {now: now ? seconds(now) : soon, ttlSeconds: 60}), undefined);
  });
}

test('the two vectors that are only too old or too early open where no time limit is asked for', () => {
  const untimely = invalid.filter(([name]) => /TS|TTL/.test(name));

  assert.deepEqual(
    untimely.map(([, token]) => open(key, token)?.bytes.toString('utf8')),
    ['', ''],
  );
});

test('what one key seals it opens, whatever the bytes and the moment, and no other key does', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 2000}), fc.nat(), (bytes, madeAt) => {
      const own = newKey();
      const token = seal(own, bytes, {madeAt});

      const opened = open(own, token);

      assert.deepEqual(opened && [Buffer.compare(opened.bytes, bytes), opened.madeAt], [0, madeAt]);
      assert.equal(open(newKey(), token), undefined);
    }),
  );
});

test('no character of a token can be changed, removed or added', () => {
  const token = seal(key, Buffer.from('a secret of some length'), {madeAt: made});
  const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \n');
  const mutated = fc.tuple(fc.nat(token.length - 1), fc.constantFrom('change', 'cut', 'add'), letters).map(
    ([at, how, letter]) =>
      ({
        change: token.slice(0, at) + letter + token.slice(at + 1),
        cut: token.slice(0, at) + token.slice(at + 1),
        add: token.slice(0, at) + letter + token.slice(at),
      })[how] ?? '',
  );

  fc.assert(
    fc.property(mutated, (changed) => {
      fc.pre(changed !== token);
      assert.equal(open(key, changed), undefined);
    }),
    {numRuns: 2000},
  );
});

test('a token has exactly one spelling, and without its padding it is none', () => {
  assert.equal(open(key, hello.replace(/=+$/, '')), undefined);
  assert.equal(open(key, `${hello}\n`), undefined);
});

test('a key is 32 bytes in the one spelling that decodes to them', () => {
  assert.ok(isKey(key) && isKey(newKey()));
  for (const text of ['', 'short', key.slice(0, -1), `${key}\n`, key.replace(/_/g, '/'), `${'A'.repeat(42)}B=`]) {
    assert.equal(isKey(text), false, JSON.stringify(text));
  }
  assert.throws(() => seal('no key', Buffer.from(''), {madeAt: 0}), RangeError);
});
