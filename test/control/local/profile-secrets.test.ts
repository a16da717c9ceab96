import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {answerAudit} from '../../../source/control/answers/audit.ts';
import {pathsOf} from '../../../source/store/paths.ts';
import type {House} from '../../helpers/house.ts';
import {auditOf, isChained, type KeyedSource, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

type Homes = {readonly root: House; readonly profile: House; readonly acme: KeyedSource};

/** The root's own universe and one of a profile, each with an engine of its own, as two processes are. */
async function homes(t: TestContext): Promise<Homes> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-homes-'));
  const acme = keyedSource('acme');
  const root = await openKeyedHouse(t, [acme], {root: folder});
  const profile = await openKeyedHouse(t, [acme], {root: folder, place: {profile: 'ibkr'}});
  t.after(() => rm(folder, {recursive: true, force: true}));
  return {root, profile, acme};
}

test('what is set in one home is there in the other, and both write one chain', async (t) => {
  const {root, profile, acme} = await homes(t);
  const [first, second] = [madeKey(), madeKey()];

  await root.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: first}});
  const seen = await profile.perform({name: 'credentials.reveal', provider: 'acme'});
  await profile.clock.advance(1000);
  await profile.perform({name: 'credentials.rotate', provider: 'acme', values: {apiKey: second}});
  const built = await root.perform({name: 'build'});

  assert.deepEqual(seen.data?.values, {apiKey: first});
  assert.deepEqual([built.kind, acme.asked], ['done', [{apiKey: second}]]);
  assert.notEqual(root.paths.base, profile.paths.base);
  assert.equal(root.paths.auditLog, profile.paths.auditLog);
  const deeds = (await auditOf(root.paths)).map(({action, stage}) => `${action} ${stage}`);
  assert.deepEqual(deeds, [
    'add intended',
    'add writing',
    'add done',
    'reveal intended',
    'reveal done',
    'rotate intended',
    'rotate writing',
    'rotate done',
    'read done',
  ]);
  for (const house of [root, profile]) {
    assert.equal(await isChained(root.paths, house.works().manifest.logHead('audit')), true);
    const {stale, revision} = await house.control().query({name: 'credentials'});
    assert.deepEqual([stale, revision], [false, 2]);
  }
});

test('neither home is halted by what the other has appended', async (t) => {
  const {root, profile} = await homes(t);
  await root.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await profile.perform({name: 'credentials.reveal', provider: 'acme'});
  await root.perform({name: 'credentials.reveal', provider: 'acme'});

  await profile.reopen();
  await root.reopen();

  for (const house of [root, profile]) {
    assert.equal(house.works().halt.record, undefined);
    assert.equal((await house.control().query({name: 'audit'})).whole, true);
  }
});

test('a key that one home finds revoked is left alone by the other', async (t) => {
  const {root, profile, acme} = await homes(t);
  await root.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  acme.says = 'refused';
  await profile.perform({name: 'credentials.check'});

  await assert.rejects(root.perform({name: 'build'}), /Acme refused its credentials on 2026-03-03/);

  assert.deepEqual([acme.asked.length, acme.source.calls], [1, []]);
});

test('what both learn at once is kept, whoever writes last', async (t) => {
  const {root, profile} = await homes(t);
  const check = (sentence: string) => ({at: '2026-03-03T03:00:00.000Z', accepted: true, sentence});
  const ids = Array.from({length: 8}, (_, n) => `p${n}`);
  // Time stands still in these houses, and whoever finds the lock taken waits for it to pass.
  const ticking = setInterval(() => void Promise.all([root, profile].map(({clock}) => clock.advance(20))), 2);
  try {
    await Promise.all(
      ids.flatMap((id) =>
        [root, profile].map((house, n) =>
          house.safe().standing.update((now) => ({...now, checks: {...now.checks, [`${id}-${n}`]: check(id)}})),
        ),
      ),
    );
  } finally {
    clearInterval(ticking);
  }
  const {checks} = await root.safe().standing.peek();
  assert.deepEqual(Object.keys(checks).sort(), ids.flatMap((id) => [`${id}-0`, `${id}-1`]).sort());
});

test('the sample market of a root has secrets of its own and never sees the real ones', async (t) => {
  const {root} = await homes(t);
  const apiKey = madeKey();
  await root.perform({name: 'credentials.set', provider: 'acme', values: {apiKey}});
  const sandbox = await openKeyedHouse(t, [keyedSource('acme')], {root: root.paths.root, place: {sample: true}});

  await assert.rejects(sandbox.perform({name: 'credentials.reveal', provider: 'acme'}), /No credentials of acme/);
  await sandbox.close();

  assert.notEqual(sandbox.paths.auditLog, root.paths.auditLog);
  assert.notEqual(sandbox.paths.key, root.paths.key);
});

test('what production refuses in the root it refuses in every profile, which has no word of its own on it', async (t) => {
  const {root, profile} = await homes(t);
  await root.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  await root.perform({name: 'settings.set', field: 'environment', value: 'production'});

  for (const house of [root, profile])
    await assert.rejects(house.perform({name: 'credentials.reveal', provider: 'acme'}), /production/);
  await assert.rejects(
    profile.perform({name: 'settings.set', field: 'allowKeySources', value: 'file'}),
    /allowKeySources is the root's/,
  );
});

test('a root that was used through a profile alone is whole, and the profile knows where its log must end', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'universe-homes-'));
  const profile = await openKeyedHouse(t, [keyedSource('acme')], {root: folder, place: {profile: 'ibkr'}});
  t.after(() => rm(folder, {recursive: true, force: true}));
  await profile.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  const paths = pathsOf(folder);
  const {reading} = await sealedRoot(t);
  const found = async () => (await answerAudit({...reading, paths})).checks.find(({check}) => check === 'audit-log');

  assert.deepEqual(await found(), {check: 'audit-log', passed: true, sentence: 'The chain of 3 records holds.'});

  const lines = (await readFile(paths.auditLog, 'utf8')).trimEnd().split('\n');
  await writeFile(paths.auditLog, `${lines.slice(0, -1).join('\n')}\n`);
  assert.equal((await found())?.passed, false);
});
