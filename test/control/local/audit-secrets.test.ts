import assert from 'node:assert/strict';
import {test} from 'node:test';
import {loadProviders} from '../../../source/provider/load.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse} from '../../helpers/house.ts';
import {madeCredentials} from '../../helpers/keyed.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';
import {assertUnspoken} from '../../helpers/unspoken.ts';

test('what people did with credentials is in the lines of the audit, and no secret is', async (t) => {
  const tradier = (await loadProviders()).get('tradier');
  assert.ok(tradier);
  const values = madeCredentials(tradier);
  const main = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [main.connection], keyed: [tradier]});
  await house.perform({name: 'keys.generate'});
  await house.perform({name: 'credentials.set', provider: 'tradier', values});
  await house.perform({name: 'credentials.reveal', provider: 'tradier'});

  const answer = await house.control().query({name: 'audit-lines', limit: 100, provider: 'tradier'});

  const done = answer.lines.filter(({stage}) => stage === 'done').map(({action, actor}) => `${actor} ${action}`);
  assert.deepEqual(done.slice(0, 2), ['olga reveal', 'olga add']);
  assertUnspoken(answer, Object.values(values));
});
