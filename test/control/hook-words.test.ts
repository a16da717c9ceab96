import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {hookWords} from '../../source/control/hook-words.ts';
import {Redactor} from '../../source/vault/redactor.ts';

const quoted = (said: string, {printed = '', known = [] as string[]} = {}): string => {
  const redactor = new Redactor();
  redactor.learn('acme', known);
  return hookWords(redactor, {said, printed});
};

test('ordinary words stay as they are: the last three lines in one', () => {
  assert.equal(
    quoted('one\ntwo\n\ncurl: (22) The requested URL returned error: 403\nThe account is locked.\n'),
    'two / curl: (22) The requested URL returned error: 403 / The account is locked.',
  );
});

test('what looks like a secret is masked in every form it may have', () => {
  const [hex, text] = [randomBytes(10).toString('hex'), randomBytes(30).toString('base64')];
  for (const secret of [hex, text]) {
    for (const said of [
      secret,
      `apiKey=${secret}`,
      `"token": "${secret}"`,
      `Authorization: Bearer ${secret}`,
      `https://u:${secret}@x.test/`,
    ])
      assert.ok(!quoted(said).includes(secret), said);
  }
  assert.match(quoted('password=kitten'), /^password=•+$/);
});

test('what is known, and what stands on stdout, is masked also where it looks like words', () => {
  const words = quoted('not opensesame, and not kittens', {printed: '{"apiKey": "kittens"}', known: ['opensesame']});

  assert.match(words, /^not •+, and not •+$/);
});

test('control characters and a flood of words do not get through', () => {
  const words = quoted(`\x1b]0;title\x07bad \x1b[31mend ${'ha '.repeat(500)}`);

  assert.ok(!/[\x00-\x1f]/.test(words));
  assert.equal([...words].length, 301);
});

test('a secret that goes on in the next line is masked in both, and other words are not', () => {
  assert.equal(quoted(`secretWords_abc\n${'defgh1234'}\n`), '•••••••• / ••••••••');
  const hex = randomBytes(34).toString('hex');
  assert.doesNotMatch(quoted(`${hex.slice(0, 60)}\n${hex.slice(60)}`), /[0-9a-f]{3}/);
  assert.match(quoted(`it is begin_abcDEF\nGHIjkl_123\nend99999 of it`), /^it is •+ \/ •+ \/ •+ of it$/);
  assert.equal(quoted('failed with code 401\nUnauthorized page'), 'failed with code 401 / Unauthorized page');
});
