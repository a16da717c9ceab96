import assert from 'node:assert/strict';
import {test} from 'node:test';
import {batchWords} from '../../source/tui/pass-words.ts';

test('a list that names more symbols than were asked for has not answered more than all', () => {
  const batch = {type: 'batch.saved', buildId: 'b', provider: 'nasdaq', batch: 1, done: 10_662, total: 10_847} as const;

  assert.equal(
    batchWords({...batch, pass: 'enrich', asked: 441, answered: 6993}),
    'enrich: batch 1 of nasdaq saved, 6,993 symbols for the 441 asked for, 10,662/10,847 done.',
  );
  assert.match(batchWords({...batch, pass: 'price', asked: 250, answered: 248}), /248 of 250 answered/);
});
