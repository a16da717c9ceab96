import assert from 'node:assert/strict';
import {readFile, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import type {Actor} from '../../../source/control/control.ts';
import {ownName} from '../../../source/store/owner.ts';
import {fakeSource} from '../../helpers/fake-source.ts';
import {openHouse, tuesday} from '../../helpers/house.ts';
import {bulk, ordinary} from '../../helpers/ordinary.ts';

const build = {name: 'build', trigger: 'schedule'} as const;
const settings = {access: {users: {otto: 'operator'}}};
const bySudo = (name: string): Actor => ({name, via: 'daemon'});

test('a daemon that a viewer started by sudo builds nothing, and that is on record', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection], settings});
  await house.goTo(tuesday);
  const vera = bySudo('vera');

  await assert.rejects(house.control().expectMay(build, vera), {code: 'access.denied', exitCode: 5});
  await assert.rejects(house.perform(build, vera), {code: 'access.denied'});

  assert.deepEqual(house.of('build.started'), []);
  assert.deepEqual(
    house.of('command.recorded').map(({command, stage, actor, via, detail}) => ({command, stage, actor, via, detail})),
    [{command: 'build', stage: 'failed', actor: 'vera', via: 'daemon', detail: 'denied: vera is viewer'}],
  );
});

test("a daemon that an operator started by sudo has the operator's role", async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection], settings});
  await house.goTo(tuesday);
  const otto = bySudo('otto');

  await house.control().expectMay(build, otto);
  assert.equal((await house.perform(build, otto)).kind, 'done');
  await assert.rejects(house.perform({name: 'resume', justification: 'looked at it'}, otto), {code: 'access.denied'});
});

test('a daemon of the user it runs as may build whatever the settings say, and while they cannot be read', async (t) => {
  const house = await openHouse(t, {connections: [fakeSource('main', ordinary(), bulk).connection], settings});
  await house.goTo(tuesday);
  const own = bySudo(ownName());

  assert.equal((await house.perform(build, own)).kind, 'done');
  const before = await readFile(house.paths.settings, 'utf8');
  await writeFile(house.paths.settings, `${before}{`);
  await house.control().expectMay(build, own);
});
