import assert from 'node:assert/strict';
import {copyFile, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {carriedOver} from '../../../source/control/note-stranger.ts';
import {Failure} from '../../../source/failure.ts';
import {sumOf} from '../../../source/store/file.ts';
import type {AuditRecord} from '../../../source/vault/audit-log.ts';
import {type House, owner, tuesday} from '../../helpers/house.ts';
import {auditOf, isChained, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {sealed} from '../../vault/vault-fixture.ts';

const set = () => ({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}}) as const;

async function furnished(t: TestContext): Promise<House> {
  const house = await openKeyedHouse(t, [keyedSource('acme')]);
  await house.perform(set());
  return house;
}

/** The first version of the secrets in the place of the second. */
async function putBack(house: House): Promise<void> {
  const earlier = await readFile(house.paths.secrets);
  await house.perform(set());
  await writeFile(house.paths.secrets, earlier);
}

async function judged(house: House) {
  const {checks} = await house.control().query({name: 'audit'});
  return checks.find((one) => one.check === 'secrets-file');
}

const strangersOf = async (house: House) =>
  (await auditOf(house.paths)).filter(({action, stage}) => action === 'secrets-file' && stage === 'failed');

test('an earlier file that a change builds on is told to who changes it, on record before, and noted for ever', async (t) => {
  const house = await furnished(t);
  await putBack(house);
  const found = (await sumOf(house.paths.secrets))?.sha256;

  const {sentence, data} = await house.perform(set());
  await house.perform(set());

  assert.match(
    sentence,
    /Warning: .*screener_api\.json\.enc is not the file that record 6 of .* put back past this pro/,
  );
  assert.partialDeepStrictEqual(data, {warnings: [sentence.slice(sentence.indexOf('Warning: '))]});
  assert.doesNotMatch(sentence, /began a change/);
  const log = await auditOf(house.paths);
  const at = log.findIndex(({action}) => action === 'secrets-file');
  assert.partialDeepStrictEqual(log[at], {stage: 'failed', user: 'engine', found});
  assert.deepEqual(
    log.slice(at - 1, at + 3).map(({stage}) => stage),
    ['intended', 'failed', 'writing', 'done'],
  );
  assert.equal((await strangersOf(house)).length, 1);
  const check = await judged(house);
  assert.deepEqual([check?.passed, check?.reported], [true, true]);
  assert.match(
    check?.sentence ?? '',
    /^The secrets are those of record 13.* A change came upon this on 2026.*record 6 of/,
  );
  assert.equal(await isChained(house.paths, house.works().manifest.logHead('audit')), true);
});

test('a file that was taken away is noted as one that was replaced is', async (t) => {
  const house = await furnished(t);
  await rm(house.paths.secrets);

  const {sentence} = await house.perform(set());

  assert.match(sentence, /Warning: .* is gone, which is not what record 3 of/);
  assert.match((await judged(house))?.sentence ?? '', /A change came upon this .* is gone, which is not what record 3/);
});

for (const command of [
  {name: 'credentials.remove', provider: 'acme'},
  {name: 'keys.rotate', dropOld: false},
] as const) {
  test(`${command.name} says that it builds on another file`, async (t) => {
    const house = await furnished(t);
    await putBack(house);

    assert.match((await house.perform(command)).sentence, /Warning: .* is not the file that record 6/);
    assert.equal((await strangersOf(house)).length, 1);
  });
}

test('a file from before the first record is told and noted, and is no reason for alarm', async (t) => {
  const house = await furnished(t);
  await house.close();
  for (const path of [house.paths.auditLog, house.paths.opsLog, house.paths.manifest])
    await rm(path, {recursive: true});
  await rm(join(house.paths.state, 'unblocks.journal'));
  await house.reopen();

  const {sentence} = await house.perform(set());

  assert.match(sentence, /Warning: No record says who put .* there\. If it is yours, .* nothing is wrong; /);
  const check = await judged(house);
  assert.deepEqual([check?.passed, check?.reported], [true, undefined]);
  assert.match(check?.sentence ?? '', /A change came upon this on .*: No record says who put/);
});

test('the file of the Python original that is migrated is told and noted, and the audit is whole', async (t) => {
  const house = await openKeyedHouse(t, [keyedSource('acme')], {
    before: async ({key, secrets}) => {
      const flat = JSON.stringify({PROVIDER_01: 'ACME', SCREENER_API_KEY_01: madeKey()});
      await writeFile(secrets, sealed((await readFile(key, 'utf8')).trim(), flat), {mode: 0o600});
    },
  });

  const {sentence} = await house.perform({name: 'migrate', dryRun: false});

  assert.match(
    sentence,
    /^Lifted .* Warning: No record says who put .* from before this program .* nothing is wrong; /,
  );
  const migrated = (await auditOf(house.paths)).filter(({action}) => action === 'migrate');
  assert.deepEqual(
    migrated.map(({stage, fields}) => [stage, fields]),
    [
      ['intended', undefined],
      ['writing', ['acme.API_KEY']],
      ['done', ['acme.API_KEY']],
    ],
  );
  const {whole} = await house.control().query({name: 'audit'});
  assert.deepEqual([whole, (await judged(house))?.reported], [true, undefined]);
});

test('a change of an earlier version that was broken off and did not say what it wrote is named beside the file', async (t) => {
  const house = await furnished(t);
  await putBack(house);
  const act = {type: 'credential', stage: 'intended', action: 'edit', provider: 'acme', user: 'olga'} as const;
  await house.safe().audit.append({...act, host: 'here', via: 'command'});

  assert.match((await house.perform(set())).sentence, /Record 7 began a change of which no record says how it ended/);
  assert.equal((await judged(house))?.passed, true);
});

test('a change that breaks off behind the note does not note the same file twice, and the check fails until one is made', async (t) => {
  const house = await furnished(t);
  await putBack(house);
  const {audit} = house.safe();
  const append = audit.appendLocked.bind(audit);
  const full = t.mock.method(audit, 'appendLocked', async (record: AuditRecord) => {
    if (record.stage === 'writing') throw new Failure('file.disk-full', 'The disk is full.');
    await append(record);
  });
  await assert.rejects(house.perform(set()));
  assert.equal((await judged(house))?.passed, false);
  full.mock.restore();

  assert.match((await house.perform(set())).sentence, /Warning: /);

  assert.equal((await strangersOf(house)).length, 1);
  assert.equal((await judged(house))?.passed, true);
});

test('a failed change does not take over what somebody put there meanwhile', async (t) => {
  const house = await furnished(t);
  const earlier = await readFile(house.paths.secrets);
  await house.perform(set());
  const {vault} = house.safe();
  t.mock.method(vault, 'change', async () => {
    await writeFile(house.paths.secrets, earlier);
    throw new Failure('secrets.busy', 'It did not work.');
  });

  await assert.rejects(house.perform(set()));

  assert.equal((await judged(house))?.passed, false);
});

for (const [what, ends] of [
  ['the later has not recorded its end yet', ['here']],
  ['the later recorded its end first', ['there', 'here']],
] as const) {
  test(`of two changes at once of which ${what}, the file of the later raises no alarm`, async (t) => {
    const house = await furnished(t);
    await writeFile(house.paths.secrets, 'gAAAA');
    const later = (await sumOf(house.paths.secrets))?.sha256;
    const acts = {here: {provider: 'acme', sum: 'a'.repeat(64)}, there: {provider: 'other', sum: later}} as const;
    const record = (name: keyof typeof acts, more: Partial<AuditRecord>) =>
      house.safe().audit.append({
        type: 'credential',
        stage: 'intended',
        action: 'edit',
        provider: acts[name].provider,
        user: 'olga',
        host: 'here',
        via: 'command',
        ...more,
      });
    for (const name of ['here', 'there'] as const) await record(name, {});
    for (const name of ['here', 'there'] as const) await record(name, {stage: 'writing', next: acts[name].sum});

    for (const name of ends) await record(name, {stage: 'done', sha256: acts[name].sum});

    assert.equal((await judged(house))?.passed, true);
  });
}

test('what retention takes out of the log it leaves no false alarm behind, and no note is lost', async (t) => {
  const house = await furnished(t);
  await putBack(house);
  await house.perform(set());
  const {paths} = house;
  const {audit} = house.safe();
  const before = await auditOf(paths);
  await audit.close();
  // As a log that has reached its size goes on.
  await rename(paths.auditLog, paths.auditLog.replace('.log', '.000000000001.log'));
  await house.perform({name: 'credentials.reveal', provider: 'acme'});
  await house.goTo('2026-06-03T03:00:00.000Z');

  const gone = await audit.prune(30, (last) => carriedOver(house.safe(), {auditLog: paths.auditLog, last}));

  assert.equal(gone.length, 1);
  const check = await judged(house);
  assert.deepEqual([check?.passed, check?.reported], [true, true]);
  assert.match(
    check?.sentence ?? '',
    /^The secrets are those of record \d+, of 2026-03-03.* A change came upon this on 2026-03-03/,
  );
  assert.doesNotMatch((await house.perform(set())).sentence, /Warning/);
  assert.ok(before.length > (await auditOf(paths)).length);
});

test('a log that was pruned without such a word raises no alarm either', async (t) => {
  const house = await furnished(t);
  await house.safe().audit.close();
  await rename(house.paths.auditLog, house.paths.auditLog.replace('.log', '.000000000001.log'));
  await house.perform({name: 'credentials.reveal', provider: 'acme'});
  await house.goTo('2026-06-03T03:00:00.000Z');
  await house.safe().audit.prune(30);

  assert.equal((await judged(house))?.passed, true);
  assert.doesNotMatch((await house.perform(set())).sentence, /Warning/);
});

test('a snapshot that is restored over, or from, another file than that of the record says so, and its log notes both', async (t) => {
  const house = await furnished(t);
  await putBack(house);
  const file = join(house.paths.root, '..', `${house.paths.root.split('/').at(-1)}.tgz`);
  t.after(() => rm(file, {force: true}));
  await house.perform({name: 'snapshot', file});
  await copyFile(house.paths.secrets, `${house.paths.secrets}.kept`);

  const {sentence} = await house.perform({name: 'restore', file, justification: 'a test of it'}, owner);
  await house.reopen();

  assert.match(sentence, /Warning: .* is not the file .* In the snapshot that was restored: .* is not the file/);
  assert.equal((await strangersOf(house)).length, 2);
  const check = await judged(house);
  assert.deepEqual([check?.passed, check?.reported], [true, true]);
});

test('a list of credentials says that the file is not that of the record, also once it was read, until a change takes it over', async (t) => {
  const house = await furnished(t);
  const answered = () => house.control().query({name: 'credentials'});
  await house.perform(set());
  assert.equal((await answered()).unrecorded, undefined);
  await putBack(house);

  const before = await answered();
  await house.perform({name: 'credentials.read'});
  const after = await answered();
  await house.perform(set());

  for (const {warnings, unrecorded = ''} of [before, after]) {
    assert.match(
      unrecorded,
      /is not the file that record 9 of .* Find out who or what did that\. .*universe credentials backups/,
    );
    assert.ok(warnings.includes(unrecorded));
  }
  assert.deepEqual((await answered()).warnings, []);
});

test('a build over another file than that of the record says so once, and goes on', async (t) => {
  const house = await furnished(t);
  await house.perform({name: 'build'});
  assert.deepEqual(house.of('secret.unrecorded'), []);
  await putBack(house);
  await house.goTo(tuesday);

  assert.equal((await house.perform({name: 'build'})).kind, 'done');

  assert.equal(house.of('secret.unrecorded').length, 1);
  assert.match(house.of('secret.unrecorded')[0]?.sentence ?? '', /is not the file that record \d+ of /);
});
