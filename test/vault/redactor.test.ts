import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {Redactor} from '../../source/vault/redactor.ts';
import {mask} from '../../source/vault/secret.ts';
import {made} from './vault-fixture.ts';

/** Written out here once more, so that the product cannot forget one unnoticed. */
const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in a path': encodeURIComponent,
  'in a query': (secret) => new URLSearchParams([['v', secret]]).toString().slice(2),
  'as JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64 without padding': (secret) => Buffer.from(secret).toString('base64').replaceAll('=', ''),
  'in base64 of addresses': (secret) => Buffer.from(secret).toString('base64url'),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'in hexadecimal of capitals': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
};

const hard = `p\u00e4ss "w\u00f6rd"/+&=\\${made()}~`;

for (const [name, spelled] of Object.entries(spellings)) {
  test(`a secret ${name} is taken out of a text, and its owner is named`, () => {
    const redactor = new Redactor();
    redactor.learn('tradier', [hard]);

    const {text, exposed} = redactor.redact(`before ${spelled(hard)} after ${spelled(hard)}`);

    assert.deepEqual([text, exposed], [`before ${mask} after ${mask}`, ['tradier']]);
  });
}

test('a user and a password are known as the pair that basic authentication sends', () => {
  const redactor = new Redactor();
  const [user, password] = [made(), made()];
  redactor.learn('ibkr', [user, password]);

  const header = Buffer.from(`${user}:${password}`).toString('base64');

  assert.equal(redactor.redact(`Basic ${header}`).text, `Basic ${mask}`);
});

test('the longest goes first, so that no rest of it is left standing', () => {
  const redactor = new Redactor();
  const short = made();
  const long = `${short}-and-${made()}`;
  redactor.learn('alpaca', [short]);
  redactor.learn('polygon', [long]);

  assert.deepEqual(redactor.redact(long), {text: mask, exposed: ['polygon']});
  assert.deepEqual(redactor.redact(`${short} ${long}`), {text: `${mask} ${mask}`, exposed: ['polygon', 'alpaca']});
});

test('a text of fewer than six characters is no secret that could be told from words', () => {
  const redactor = new Redactor();
  redactor.learn('ibkr', ['', 'a', 'admin', 'secret']);

  assert.deepEqual(redactor.redact('the admin has a secret'), {text: `the admin has a ${mask}`, exposed: ['ibkr']});
});

test('what holds no secret is the very same, and so is everything before one is known', () => {
  const redactor = new Redactor();
  const value = {text: hard};

  assert.equal(redactor.redactJson(value).value, value);
  redactor.learn('tradier', [hard]);
  const other = {text: 'nothing of it'};
  assert.equal(redactor.redactJson(other).value, other);
});

test('a secret is taken out of plain JSON wherever it stands, and JSON is left', () => {
  const redactor = new Redactor();
  redactor.learn('tradier', [hard]);

  const {value, exposed} = redactor.redactJson({
    a: [`x${hard}`, 1, true, null],
    [`k${hard}`]: {b: encodeURIComponent(hard)},
  });

  assert.deepEqual([value, exposed], [{a: [`x${mask}`, 1, true, null], [`k${mask}`]: {b: mask}}, ['tradier']]);
});

test('a secret of digits, quotes or backslashes leaves JSON as well, and numbers as they are', () => {
  const redactor = new Redactor();
  redactor.learn('ibkr', ['123456', '","b":"', 'ends with\\']);

  const {value, exposed} = redactor.redactJson({bytes: 91234567, a: '', b: 'ends with"', pin: 'is 123456.'});

  assert.deepEqual([value, exposed], [{bytes: 91234567, a: '', b: 'ends with"', pin: `is ${mask}.`}, ['ibkr']]);
});

test('undefined stays undefined', () => {
  const redactor = new Redactor();
  redactor.learn('tradier', [hard]);

  assert.equal(redactor.redactJson(undefined).value, undefined);
});

const secret = fc.string({unit: 'grapheme', minLength: 6, maxLength: 40});
const spelledAs = fc.constantFrom(...Object.values(spellings));

test('no known secret survives in any text, in any of its spellings', () => {
  fc.assert(
    fc.property(
      fc.array(secret, {minLength: 1, maxLength: 4}),
      spelledAs,
      fc.string(),
      fc.string(),
      (secrets, spelled, a, b) => {
        fc.pre(secrets.every((one) => one.length >= 6 && !mask.includes(one) && one.isWellFormed()));
        const redactor = new Redactor();
        redactor.learn('any', secrets);

        const {text} = redactor.redact(secrets.map((one) => `${a} ${spelled(one)} ${b}`).join('\n'));

        for (const one of secrets)
          for (const again of Object.values(spellings)) assert.ok(!text.includes(again(one)), JSON.stringify(one));
      },
    ),
    {numRuns: 500},
  );
});

test('no known secret survives in any JSON value, which stays JSON', () => {
  fc.assert(
    fc.property(secret, spelledAs, fc.jsonValue(), (one, spelled, beside) => {
      fc.pre(one.length >= 6 && one.isWellFormed());
      const redactor = new Redactor();
      redactor.learn('any', [one]);

      const {value} = redactor.redactJson({said: `x ${spelled(one)} y`, list: [spelled(one)], beside});

      const text = JSON.stringify(value);
      for (const again of Object.values(spellings)) assert.ok(!text.includes(again(one)), JSON.stringify(one));
    }),
    {numRuns: 500},
  );
});
