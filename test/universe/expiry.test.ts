import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readExpiry} from '../../source/universe/expiry.ts';

const now = Date.parse('2026-03-02T22:00:00.000Z');
const read = (text: string) => readExpiry(text, now);

test('days, weeks and a date are until the end of that day', () => {
  assert.deepEqual(read('7d'), {until: '2026-03-09T23:59:59.000Z'});
  assert.deepEqual(read(' 2W '), {until: '2026-03-16T23:59:59.000Z'});
  assert.deepEqual(read('2026-12-31'), {until: '2026-12-31T23:59:59.000Z'});
  assert.deepEqual(read('2026-03-02'), {until: '2026-03-02T23:59:59.000Z'});
});

test('nothing is for good', () => {
  assert.deepEqual(read('  '), {});
});

test('what is no end, or has passed, is said', () => {
  for (const text of ['soon', '0d', '7', '9999w', '2026-02-31', '2026-13-01', '7d7d', '-1d']) {
    assert.equal(read(text).error, 'Write it as 7d, 2w or 2026-12-31.', text);
  }
  assert.deepEqual(read('2026-03-01'), {error: '2026-03-01 has passed.'});
});
