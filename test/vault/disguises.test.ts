import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {learnRecognized} from '../../source/control/recognized-secrets.ts';
import {type Fingerprints, fingerprintsOf} from '../../source/vault/fingerprints.ts';
import {Redactor} from '../../source/vault/redactor.ts';
import {nothingKnown, type StandingFile} from '../../source/vault/standing.ts';

/** Such as providers make them: of one case, of both, and with what addresses spell otherwise. */
const kinds: Readonly<Record<string, () => string>> = {
  small: () => randomBytes(16).toString('hex'),
  capital: () => `PK${randomBytes(10).toString('hex').toUpperCase()}`,
  mixed: () => randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'x'),
  odd: () => `a${randomBytes(18).toString('base64').replaceAll(/[=]/g, '+')}/+"=`,
};

const swapped = (secret: string) =>
  [...secret].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join('');

const disguises: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'after a name and =': (secret) => `POLYGON_KEY=${secret}`,
  'after a name and :': (secret) => `key:${secret}`,
  'in quotes': (secret) => `"${secret}",`,
  'with a line end': (secret) => `${secret}\n`,
  'in an address': (secret) => `https://user:${secret}@example.test/v1?apikey=${secret}&a=b`,
  'percent-encoded': (secret) => `https://example.test/?k=${encodeURIComponent(secret)}&x=1`,
  'with each letter percent-encoded': (secret) =>
    `x${[...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')}x`,
  'as JSON': (secret) => JSON.stringify({key: secret}),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 of the other kind': (secret) => `k=${Buffer.from(secret).toString('base64url')};`,
  'in base64 behind a user': (secret) => `Basic ${Buffer.from(`me:${secret}`).toString('base64')}`,
  'in base64 behind a path': (secret) => `path/${Buffer.from(secret).toString('base64')}`,
  'in hexadecimal': (secret) => `0x${Buffer.from(secret).toString('hex')}`,
  'with the shift key locked': swapped,
  'over two lines': (secret) => `${secret.slice(0, 9)}\n  ${secret.slice(9)}`,
  'with a space in it': (secret) => `${secret.slice(0, 12)} ${secret.slice(12)}`,
};

function knowing(fingerprints: Fingerprints) {
  const redactor = new Redactor();
  const standing = {peek: async () => ({...nothingKnown, fingerprints})} as StandingFile;
  return {redactor, standing};
}

for (const [how, disguise] of Object.entries(disguises)) {
  test(`a secret ${how} is recognised and taken out by whoever has only marks of it`, async () => {
    for (const [kind, make] of Object.entries(kinds)) {
      const secret = make();
      const safe = knowing(fingerprintsOf([{provider: 'acme', value: secret}], undefined));
      const typed = disguise(secret);
      const text = `before ${typed} after`;

      await learnRecognized(safe, [text]);

      const {text: left, exposed} = safe.redactor.redact(text);
      assert.deepEqual(exposed, ['acme'], kind);
      assert.ok(!left.includes(typed.trim()), kind);
      assert.match(left, /^before .* after$/s, kind);
    }
  });
}

for (const [kind, turned] of [
  ['small', (secret: string) => secret.toUpperCase()],
  ['capital', (secret: string) => secret.toLowerCase()],
] as const) {
  test(`a secret of ${kind} letters is recognised in the other case`, async () => {
    const secret = kinds[kind]?.() ?? '';
    const safe = knowing(fingerprintsOf([{provider: 'acme', value: secret}], undefined));

    await learnRecognized(safe, [`k=${turned(secret)}`]);

    assert.equal(safe.redactor.redact(`k=${turned(secret)}`).text, 'k=••••••••');
  });
}

test('words that hold no secret stay as they are, whatever they could be read as', async () => {
  const safe = knowing(fingerprintsOf([{provider: 'acme', value: randomBytes(16).toString('hex')}], undefined));
  const text = `100% of ${randomBytes(40).toString('base64')} in C:\\temp\\new and %7b${randomBytes(40).toString('hex')}`;

  await learnRecognized(safe, [text]);

  assert.deepEqual(safe.redactor.redact(text), {text, exposed: []});
});
