import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {shownValue} from '../../source/store/formats/shown-value.ts';

const key = randomBytes(16).toString('hex');

test('what looks like a key is not repeated, wherever it stands in a refused value', () => {
  for (const value of [key, `?apikey=${key}`, {apiKey: key}, [key, key], `aB${'cd'.repeat(10)}`])
    assert.ok(!/[0-9a-zA-Z]{14}/.test(shownValue(value)), shownValue(value));
});

test('words, numbers and addresses are shown as they were written, the long ones cut', () => {
  assert.equal(shownValue('a lot'), '"a lot"');
  assert.equal(shownValue(3), '3');
  assert.equal(shownValue(undefined), 'nothing');
  assert.equal(shownValue('ftp://mirror.example/nasdaq'), '"ftp://mirror.example/nasdaq"');
  assert.equal(shownValue('word '.repeat(40)).length, 80);
});
