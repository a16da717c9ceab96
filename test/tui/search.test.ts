import assert from 'node:assert/strict';
import {test} from 'node:test';
import {haystackOf, matchesOf, placeOf} from '../../source/tui/search.ts';
import {blocklist, listings} from '../helpers/dashboard-scene.ts';

const haystacks = listings(100).map(haystackOf);

test('every word must occur somewhere in the row, whatever the case', () => {
  const hits = matchesOf(haystacks, 'ARCA bancorp') ?? [];
  assert.ok(hits.length > 0);
  assert.deepEqual(
    hits,
    haystacks.flatMap((text, i) => (text.includes('arca') && text.includes('bancorp') ? [i] : [])),
  );
});

test('no words are no filter, and a word that nobody has leaves nothing', () => {
  assert.equal(matchesOf(haystacks, '  '), undefined);
  assert.deepEqual(matchesOf(haystacks, 'zzzz'), []);
});

test('a word does not match across two facts', () => {
  assert.deepEqual(matchesOf(['aaa\x1fbbb'], 'aabb'), []);
});

test('blocked symbols are found by who blocked them and why', () => {
  const found = matchesOf(blocklist(20).map(haystackOf), 'manual ada desk') ?? [];
  assert.equal(found.length, 2);
});

test('a symbol that left has the place where it would stand', () => {
  const symbols = ['AA', 'CC', 'EE'];
  const place = (symbol: string): number => placeOf(symbol, {count: 3, at: (i) => symbols[i] ?? ''});
  assert.deepEqual(['AA', 'BB', 'EE', 'ZZ'].map(place), [0, 1, 2, 3]);
});
