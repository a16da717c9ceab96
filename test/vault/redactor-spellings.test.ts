import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {Redactor} from '../../source/vault/redactor.ts';
import {mask} from '../../source/vault/secret.ts';

function knowing(secret: string): Redactor {
  const redactor = new Redactor();
  redactor.learn('polygon', [secret]);
  return redactor;
}

for (const before of ['', 'a', 'ab', 'Bearer ', 'user:']) {
  for (const length of [18, 19, 20]) {
    test(`a secret of ${length} letters after "${before}" is found in the base64 of both`, () => {
      const secret = randomBytes(length).toString('hex').slice(0, length);
      const bytes = Buffer.from(`${before}${secret} and more`);

      for (const text of [bytes.toString('base64'), bytes.toString('base64url')]) {
        const {text: left, exposed} = knowing(secret).redact(text);
        assert.deepEqual(exposed, ['polygon']);
        assert.doesNotMatch(
          Buffer.from(left.replaceAll(mask, ''), 'base64').toString('latin1'),
          new RegExp(secret.slice(3, -3)),
        );
      }
    });
  }
}

for (const edge of ['"', '\\', '":{', '\\"', 'n']) {
  test(`a secret between two ${JSON.stringify(edge)} leaves JSON that can be read`, () => {
    const secret = `${edge}${randomBytes(12).toString('hex')}${edge}`;
    const value = {[secret]: [`say ${secret}`, `${secret}\n`, 'fine', 7], kept: {deep: encodeURIComponent(secret)}};

    assert.deepEqual(knowing(secret).redactJson(value), {
      value: {[mask]: [`say ${mask}`, `${mask}\n`, 'fine', 7], kept: {deep: mask}},
      exposed: ['polygon'],
    });
  });
}

test('a value without a secret is the very value', () => {
  const value = {name: 'Acme Inc.', rows: [1, 2]};

  assert.equal(knowing(randomBytes(12).toString('hex')).redactJson(value).value, value);
});
