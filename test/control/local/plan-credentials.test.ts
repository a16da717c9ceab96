import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Failure} from '../../../source/failure.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {keyedSource, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const problem = {because: 'missing', field: 'apiKey', sentence: 'Acme has no credentials: its API key is missing.'};
const orders = {symbols: ['acme', 'open'], prices: ['acme', 'open'], metadata: ['acme', 'open'], fractional: []};
const alone = {...orders, prices: ['acme']};

for (const [what, settings, stops] of [
  ['passes a provider over', {priority: orders, freeOnlyWithoutCredentials: true}, false],
  ['stops for every provider', {priority: orders, freeOnlyWithoutCredentials: false}, true],
  ['stops where nobody would be left for a pass', {priority: alone, freeOnlyWithoutCredentials: true}, true],
] as const) {
  test(`a plan ${what} as the build does`, async (t) => {
    const free = fakeSource('open', ordinary(), bulk);
    const house = await openKeyedHouse(t, [keyedSource('acme')], {free: [free], settings});

    const {barred, stop, steps} = await house.control().query({name: 'plan'});
    const refused = await house.perform({name: 'build'}).then(
      () => undefined,
      ({message, hint}: Failure) => ({sentence: message, hint}),
    );

    assert.deepEqual(barred, [{provider: 'acme', ...problem}]);
    assert.deepEqual(stop, refused);
    assert.equal(stop?.sentence, stops ? problem.sentence : undefined);
    assert.equal(
      steps.some(({provider}) => provider === 'acme'),
      stops,
    );
  });
}
