import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import polygon from '../../providers/polygon.ts';
import {hookValues} from '../../source/control/hook-values.ts';
import {expectForm} from '../../source/control/perform-credentials.ts';
import {Failure, sentenceOf} from '../../source/failure.ts';

const key = randomBytes(16).toString('hex');

/** The words of what is thrown. */
function wordsOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    assert.ok(thrown instanceof Failure);
    return sentenceOf(thrown);
  }
  throw new Error('It was taken.');
}

for (const printed of [
  `{"${key}":"${key}"}`,
  `{"apiKey":"${key}","${key}":"x"}`,
  `{"apiKey":["${key}"]}`,
  `${key} ${key}`,
  '{}',
  'apiKey=',
  `apiKey=${key}\napiKey=${key}`,
  `other=1\napiKey=${key}`,
]) {
  test(`nothing of what a hook printed is quoted when it is ${printed.replaceAll(key, 'KEY')}`, () => {
    const words = wordsOf(() => hookValues(printed, ['apiKey']));

    assert.match(
      words,
      /^The rotation hook did not print what it must\. It must print a JSON object or lines of FIELD=VALUE with apiKey, or the value alone\.$/,
    );
  });
}

test('a hook prints the value alone, an object of fields, or a line for each', () => {
  assert.deepEqual(hookValues(`apiKey=${key}==\n`, ['apiKey']), {apiKey: `${key}==`});
  assert.deepEqual(hookValues(`keyId = a\r\nsecret=${key}`, ['keyId', 'secret']), {keyId: 'a', secret: key});
  assert.deepEqual(hookValues(`${key}\n`, ['apiKey']), {apiKey: key});
  assert.deepEqual(hookValues(`{"apiKey":"${key}"}`, ['apiKey']), {apiKey: key});
});

test('a field that is no name may be the value, and is not quoted; a misspelt one is', () => {
  assert.match(
    wordsOf(() => expectForm(polygon, {values: {tokn: key}})),
    /^The tokn of Massive \(Polygon\) was not kept/,
  );
  assert.match(
    wordsOf(() => expectForm(polygon, {values: {[key]: 'x'}})),
    /^The unnamed field of Massive \(Polygon\) was not kept/,
  );
});

test('one pair of quotes around what a hook printed is left out, as on stdin', () => {
  for (const printed of [`"${key}"`, `'${key}'`, `apiKey="${key}"`, `apiKey='${key}'`, `{"apiKey":"${key}"}`])
    assert.deepEqual(hookValues(printed, ['apiKey']), {apiKey: key}, printed.replaceAll(key, 'KEY'));
});
