import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {loadProviders} from '../../../source/provider/load.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse} from '../../helpers/house.ts';
import {madeCredentials} from '../../helpers/keyed.ts';
import {madeKey} from '../../helpers/keyed-house.ts';
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

test('a key that was typed where a name belongs is in no record', async (t) => {
  const tradier = (await loadProviders()).get('tradier');
  assert.ok(tradier);
  const main = fakeSource('main', ordinary(), bulk);
  const house = await openHouse(t, {connections: [main.connection], keyed: [tradier]});
  // Kept nowhere, so that nobody could know it for a secret.
  const token = madeKey();
  await house.perform({name: 'credentials.set', provider: 'tradier', values: madeCredentials(tradier)});

  for (const command of [
    {name: 'credentials.set', provider: 'tradier', values: {[token]: 'x'}},
    {name: 'credentials.set', provider: token, values: {token: 'x'}},
    {name: 'credentials.remove', provider: 'tradier', field: token},
    {name: 'credentials.remove', provider: token},
    {name: 'credentials.restore', backup: token},
  ] as const)
    await assert.rejects(house.perform(command));

  for (const log of [house.paths.auditLog, house.paths.opsLog])
    assert.equal((await readFile(log, 'utf8')).includes(token), false, log);
});
