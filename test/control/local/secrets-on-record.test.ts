import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import {AuditLog} from '../../../source/vault/audit-log.ts';
import type {House} from '../../helpers/house.ts';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

async function furnished(t: TestContext): Promise<House> {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  return house;
}

async function judged(house: House): Promise<readonly [passed: boolean | undefined, sentence: string]> {
  const {checks} = await house.control().query({name: 'audit'});
  const check = checks.find((one) => one.check === 'secrets-file');
  return [check?.passed, check?.sentence ?? ''];
}

/** As a process leaves it that was killed between its intent and its end. */
async function beginRotation({paths, clock, works}: House): Promise<void> {
  const manifest = works().manifest;
  const audit = new AuditLog({
    paths,
    clock,
    noteHead: (head) => manifest.setLogHead('audit', head),
    notedHead: async () => manifest.logHead('audit'),
  });
  const act = {action: 'rotate', provider: 'acme', user: 'olga', host: 'here', via: 'command'};
  await audit.append({type: 'credential', stage: 'intended', ...act});
  await audit.close();
}

test('secrets that were changed by commands alone are those of the last record', async (t) => {
  const house = await furnished(t);
  const first = await judged(house);
  await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: madeKey()}});
  await assert.rejects(house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: 'short'}}));
  await house.perform({name: 'credentials.reveal', provider: 'acme'});

  assert.deepEqual([first[0], (await judged(house))[0]], [true, true]);
});

test('no secrets and no record of any go together', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);

  assert.deepEqual(await judged(house), [true, 'There are no secrets, and none are on record.']);
  await beginRotation(house);
  assert.equal((await judged(house))[0], true);
});

const past: Readonly<Record<string, (house: House, earlier: Buffer) => Promise<unknown>>> = {
  'an earlier file in their place': ({paths}, earlier) => writeFile(paths.secrets, earlier),
  'a file that somebody else wrote': ({paths}) => writeFile(paths.secrets, 'gAAAA'),
  'no file any more': ({paths}) => rm(paths.secrets),
};
for (const [what, change] of Object.entries(past)) {
  test(`${what} is not what the last record tells of`, async (t) => {
    const house = await furnished(t);
    const earlier = await readFile(house.paths.secrets);
    await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: madeKey()}});

    await change(house, earlier);

    const [passed, sentence] = await judged(house);
    assert.equal(passed, false);
    assert.match(sentence, /record 4 of .* tells of: it was changed or put back past this program\.$/);
  });
}

test('secrets that nobody put there by a command are on no record', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await writeFile(house.paths.secrets, 'gAAAA', {mode: 0o600});

  assert.match((await judged(house))[1], /^No record says who put .*screener_api\.json\.enc there\.$/);
});

test('a change that was begun and of which nobody knows how it ended explains either file', async (t) => {
  const house = await furnished(t);
  await beginRotation(house);
  assert.equal((await judged(house))[0], true);

  await writeFile(house.paths.secrets, 'gAAAA');

  assert.match((await judged(house))[1], /^Record 3 began a change of the secrets/);
});
