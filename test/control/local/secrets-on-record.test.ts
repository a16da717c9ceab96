import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {type TestContext, test} from 'node:test';
import type {Command} from '../../../source/control/control.ts';
import {Failure} from '../../../source/failure.ts';
import {sumOf} from '../../../source/store/file.ts';
import type {AuditRecord} from '../../../source/vault/audit-log.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {recordAudit, type Told} from '../../helpers/record-audit.ts';

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

/** As a process leaves it that was killed in the midst of an act. */
async function begin(house: House, ...records: readonly Partial<Told>[]): Promise<void> {
  const act = {action: 'rotate', provider: 'acme', stage: 'intended'} as const;
  await recordAudit(house, ...records.map((record) => ({...act, ...record})));
}

const sumIn = async ({paths}: House) => (await sumOf(paths.secrets))?.sha256;

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
  await begin(house, {});
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
    assert.match(
      sentence,
      /record 6 of .* tells of: it was (changed or put back|taken away) past this program\. Find out who did, /,
    );
    if (what === 'a file that somebody else wrote') await rm(house.paths.secrets);
    const [backup] = await house.control().query({name: 'backups'});
    for (const command of [
      {name: 'credentials.restore', backup: backup?.name ?? ''},
      {name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}},
    ] satisfies Command[]) {
      assert.equal((await house.perform(command)).kind, 'done');
      assert.equal((await judged(house))[0], true, `${command.name} is on record`);
    }
  });
}

test('secrets that nobody put there by a command are on no record', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await writeFile(house.paths.secrets, 'gAAAA', {mode: 0o600});

  assert.match(
    (await judged(house))[1],
    /^No record says who put .*screener_api\.json\.enc there\. Find out who did, /,
  );
});

test('a change that was begun, and of which nobody knows how it ended, explains the file before it and no other', async (t) => {
  const house = await furnished(t);
  await begin(house, {});
  assert.match((await judged(house))[1], /^The secrets are those of record 3/);

  await writeFile(house.paths.secrets, 'gAAAA');

  const [passed, sentence] = await judged(house);
  assert.equal(passed, false);
  assert.match(sentence, /past this program\. Record 4 began a change of which no record says how it ended/);
});

test('a change that was broken off explains the file that it was about to write, until a later record names one', async (t) => {
  const house = await furnished(t);
  const before = await readFile(house.paths.secrets);
  const named = await sumIn(house);
  await writeFile(house.paths.secrets, 'gAAAA');
  const next = await sumIn(house);
  assert.equal((await judged(house))[0], false);

  await begin(house, {}, {stage: 'writing', next});

  assert.match((await judged(house))[1], /^The secrets are those that record 5 was about to write/);
  await rm(house.paths.secrets);
  assert.equal((await judged(house))[0], false);
  await writeFile(house.paths.secrets, before);
  assert.match((await judged(house))[1], /^The secrets are those of record 3/);
  await writeFile(house.paths.secrets, 'gAAAA');
  await begin(house, {action: 'edit', stage: 'done', sha256: named});
  assert.equal((await judged(house))[0], false);
});

test('a change that failed explains nothing any more', async (t) => {
  const house = await furnished(t);
  await writeFile(house.paths.secrets, 'gAAAA');

  await begin(house, {}, {stage: 'writing', next: await sumIn(house)}, {stage: 'failed'});

  assert.equal((await judged(house))[0], false);
});

for (const action of ['check', 'read', 'reveal', 'diff', 'key-generate', 'access-grant', 'file-encrypt']) {
  test(`a ${action} that was broken off explains no other file, and none that is gone`, async (t) => {
    const house = await furnished(t);
    const earlier = await readFile(house.paths.secrets);
    await house.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: madeKey()}});
    await begin(house, {action});
    assert.equal((await judged(house))[0], true);

    await writeFile(house.paths.secrets, earlier);

    assert.match(
      (await judged(house))[1],
      /record 6 of .* was changed or put back past this program\. Find out who did, /,
    );
    await rm(house.paths.secrets);
    assert.equal((await judged(house))[0], false);
  });
}

const changes: Readonly<Record<string, Command>> = {
  'credentials.set': {name: 'credentials.set', provider: 'acme', values: {account: 'main'}},
  'credentials.remove': {name: 'credentials.remove', provider: 'acme'},
  'keys.rotate': {name: 'keys.rotate', dropOld: true},
};
for (const [name, command] of Object.entries(changes)) {
  test(`${name} says in the audit what it is about to write, before it does`, async (t) => {
    const house = await furnished(t);

    await house.perform(command);

    const [intended, writing, done] = (await auditOf(house.paths)).slice(-3);
    assert.deepEqual([intended?.stage, writing?.stage, done?.stage], ['intended', 'writing', 'done']);
    assert.deepEqual([writing?.next, done?.sha256], [await sumIn(house), await sumIn(house)]);
  });
}

test('where what is about to be written cannot be put on record, the secrets stay as they are', async (t) => {
  const house = await furnished(t);
  const before = await sumIn(house);
  t.mock.method(house.safe().audit, 'appendLocked', async ({stage}: AuditRecord) => {
    if (stage === 'writing') throw new Failure('file.disk-full', 'The disk is full.');
  });

  await assert.rejects(house.perform({name: 'credentials.set', provider: 'acme', values: {account: 'main'}}), {
    code: 'file.disk-full',
  });

  assert.equal(await sumIn(house), before);
});
