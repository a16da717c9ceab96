import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, truncate} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {openReader} from '../../../source/compose.ts';
import {haltOf} from '../../../source/control/answers/situation.ts';
import {haltFormat} from '../../../source/engine/formats.ts';
import {saveState} from '../../../source/store/format.ts';
import {inState} from '../../../source/store/paths.ts';
import type {House} from '../../helpers/house.ts';
import {type KeyedSource, keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';

const build = {name: 'build'} as const;
const reveal = {name: 'credentials.reveal', provider: 'acme'} as const;
const resume = {name: 'resume', justification: 'looked at it'} as const;

/** The root and two profiles of it, whose engines have all written to the log that they share; its end is cut off then. */
async function cutLog(t: TestContext): Promise<{readonly root: House; readonly swing: House; readonly calm: House}> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-shared-'));
  const acme: readonly KeyedSource[] = [keyedSource('acme')];
  const root = await openKeyedHouse(t, acme, {root: folder});
  const swing = await openKeyedHouse(t, acme, {root: folder, place: {profile: 'swing'}});
  const calm = await openKeyedHouse(t, acme, {root: folder, place: {profile: 'calm'}});
  t.after(() => rm(folder, {recursive: true, force: true}));
  await root.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});
  for (const house of [root, swing, calm]) await house.perform(reveal);
  for (const house of [root, swing, calm]) await house.close();
  const lines = (await readFile(root.paths.auditLog, 'utf8')).trimEnd().split('\n');
  await truncate(root.paths.auditLog, Buffer.byteLength(`${lines.slice(0, -2).join('\n')}\n`));
  return {root, swing, calm};
}

/** What `audit verify` says of the log that all share. */
async function said(house: House) {
  const {checks} = await house.control().query({name: 'audit'});
  return checks.find(({check}) => check === 'audit-log');
}

const waiting = /goes on behind a gap: .*Nobody has resumed since; halted for it is/;

for (const [finder, other, name, command] of [
  ['swing', 'root', 'profile swing', 'universe --profile swing resume --reason TEXT'],
  ['root', 'swing', 'the root', 'universe resume --reason TEXT'],
  ['swing', 'calm', 'profile swing', 'universe --profile swing resume --reason TEXT'],
] as const) {
  test(`damage of the shared log that ${finder} finds is not over in ${other} before somebody resumes in ${finder}`, async (t) => {
    const houses = await cutLog(t);
    await houses[finder].reopen();
    await houses[other].reopen();

    const found = await said(houses[other]);
    assert.equal(found?.passed, false);
    assert.match(found?.sentence ?? '', waiting);
    assert.ok(found?.sentence.includes(`halted for it is ${name}. `), found?.sentence);
    assert.ok(found?.sentence.endsWith(`then: ${command}`), found?.sentence);
    await assert.rejects(houses[other].perform(build), {
      kind: 'halted',
      message: new RegExp(`while ${name} is halted`),
    });

    await houses[finder].perform(resume);
    const after = await said(houses[other]);
    assert.deepEqual([after?.passed, after?.reported], [true, true]);
    assert.match(after?.sentence ?? '', /Somebody has resumed since/);
    assert.equal((await houses[other].perform(build)).kind, 'done');
  });
}

test('a universe that was halted for another reason when it found the damage is halted for that too', async (t) => {
  const {root, swing} = await cutLog(t);
  const {paths, clock} = swing;
  const halt = {actor: 'olga', cause: 'closes look wrong', at: clock.now().toISOString()};
  await saveState(inState(paths, 'halt.json'), haltFormat, {halt, cleared: false});
  await swing.reopen();
  await root.reopen();

  assert.match((await haltOf({paths, clock}))?.cause ?? '', /^closes look wrong; the chain of .* does not hold: /);
  assert.match((await said(root))?.sentence ?? '', waiting);
});

test('a universe that is halted for something else stops nobody beside it', async (t) => {
  const {root, swing} = await cutLog(t);
  await root.reopen();
  await root.perform(resume);
  await swing.reopen();
  await swing.perform({name: 'halt', justification: 'closes look wrong'});

  assert.equal((await said(root))?.passed, true);
  assert.equal((await root.perform(build)).kind, 'done');
});

test('damage that a process without an engine comes upon halts its universe on disk', async (t) => {
  const {root, swing} = await cutLog(t);
  const {paths, clock} = swing;
  const vera = {name: 'vera', via: 'command'} as const;
  const reader = await openReader({
    root: paths.root,
    profile: 'swing',
    sample: false,
    clock,
    kind: 'command',
    replay: false,
    environment: {},
    asker: vera.name,
  });

  await assert.rejects(reader.perform(reveal, vera), {code: 'access.denied'});

  assert.match((await haltOf({paths, clock}))?.cause ?? '', /audit\.log does not hold: it ends before record \d+/);
  await swing.reopen();
  assert.equal(swing.works().halt.record?.actor, 'engine');
  await root.reopen();
  assert.match((await said(root))?.sentence ?? '', waiting);
  await assert.rejects(root.perform(build), {kind: 'halted'});
});
