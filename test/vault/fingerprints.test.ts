import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fingerprintsOf, joined, type Owned, recognized} from '../../source/vault/fingerprints.ts';
import {made} from './vault-fixture.ts';

const acme = (value: string): Owned => ({provider: 'acme', value});

test('of each provider the last hundred that were replaced are known, and one that came back is known once', () => {
  const secrets = Array.from({length: 103}, () => acme(made()));
  const other = {provider: 'other', value: made()};

  const kept = [[other], ...secrets.map((one) => [one])].reduce(
    (earlier, present) => fingerprintsOf(present, earlier),
    fingerprintsOf([], undefined),
  );
  const again = fingerprintsOf(secrets.slice(101, 102), kept);

  const known = [other, ...secrets].filter(({value}) => recognized(again, value).length > 0);
  assert.deepEqual(known, [other, ...secrets.slice(2)]);
  assert.equal(again.marks.length, 102);
});

test('marks under another salt are left out, for two of one secret would tell more of it', () => {
  const [one, two, three] = [acme(made()), acme(made()), acme(made())];
  const first = fingerprintsOf([one], undefined);

  const same = joined(first, fingerprintsOf([two], {...first, marks: []}));
  const other = joined(first, fingerprintsOf([three], undefined));

  assert.deepEqual(
    [one, two].flatMap(({value}) => recognized(same ?? first, value).map(({typed}) => typed)),
    [one.value, two.value],
  );
  assert.deepEqual(other, first);
});
