import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {loadProviders} from '../../../source/provider/load.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse} from '../../helpers/house.ts';
import {madeCredentials} from '../../helpers/keyed.ts';
import {auditOf, madeKey} from '../../helpers/keyed-house.ts';
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
  const settings = {rotation: {hook: ['/bin/false']}};
  const house = await openHouse(t, {connections: [main.connection], keyed: [tradier], settings});
  // Kept nowhere, so that nobody could know it for a secret.
  const token = madeKey();
  await house.perform({name: 'credentials.set', provider: 'tradier', values: madeCredentials(tradier)});

  for (const command of [
    {name: 'credentials.set', provider: 'tradier', values: {[token]: 'x'}},
    {name: 'credentials.set', provider: token, values: {token: 'x'}},
    {name: 'credentials.remove', provider: 'tradier', field: token},
    {name: 'credentials.remove', provider: token},
    {name: 'credentials.restore', backup: token},
    {name: 'credentials.diff', backup: token},
    {name: 'credentials.reveal', provider: token},
    {name: 'credentials.check', providers: ['tradier', token]},
    {name: 'rotation.run', due: false, providers: ['tradier', token]},
  ] satisfies Command[]) {
    const records = (await auditOf(house.paths)).length;
    await assert.rejects(house.perform(command));
    assert.deepEqual(
      (await auditOf(house.paths)).slice(records).map(({stage}) => stage),
      ['intended', 'failed'],
      command.name,
    );
    if ('backup' in command) continue;
    await assert.rejects(house.perform(command, {name: 'vera', via: 'command'}), {code: 'access.denied'});
  }

  for (const log of [house.paths.auditLog, house.paths.opsLog])
    assert.equal((await readFile(log, 'utf8')).includes(token), false, log);
});

test('what is kept of a provider that has no file any more is on record under its name', async (t) => {
  const tradier = (await loadProviders()).get('tradier');
  assert.ok(tradier);
  const main = fakeSource('main', ordinary(), bulk);
  const root = await mkdtemp(join(tmpdir(), 'universe-bygone-'));
  const house = await openHouse(t, {root, connections: [main.connection], keyed: [{...tradier, id: 'bygone'}]});
  await house.perform({name: 'credentials.set', provider: 'bygone', values: madeCredentials(tradier)});
  await house.close();
  const later = await openHouse(t, {root, connections: [main.connection]});
  t.after(() => rm(root, {recursive: true, force: true}));

  await later.perform({name: 'credentials.reveal', provider: 'bygone'});

  assert.deepEqual(
    (await auditOf(later.paths)).slice(-2).map(({action, stage, provider}) => [action, stage, provider]),
    [
      ['reveal', 'intended', 'bygone'],
      ['reveal', 'done', 'bygone'],
    ],
  );
});
