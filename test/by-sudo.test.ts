import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {refuseClock} from '../source/by-sudo.ts';
import {openReader, type Situation} from '../source/compose.ts';
import {reachWriter} from '../source/daemon/reach.ts';
import {screenTools} from '../source/screen-tools.ts';
import {exists} from '../source/store/file.ts';
import {pathsOf, prepareRoot} from '../source/store/paths.ts';
import {waysOf} from '../source/ways.ts';
import {manualClock} from './helpers/manual-clock.ts';

/** A root at which otto is operator and ada admin, and how somebody by sudo comes to it. */
async function scene(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'by-sudo-'));
  t.after(() => rm(root, {recursive: true}));
  const paths = pathsOf(root, {sample: true});
  await prepareRoot(paths);
  await writeFile(paths.settings, JSON.stringify({access: {users: {otto: 'operator', ada: 'admin'}}}));
  const clock = manualClock('2026-03-03T03:00:00.000Z');
  return {
    paths,
    by: (asker: string): Situation => ({
      root,
      sample: true,
      clock,
      kind: 'command',
      replay: false,
      environment: {},
      asker,
    }),
    audited: async () => {
      const lines = (await readFile(paths.auditLog, 'utf8').catch(() => '')).split('\n').filter(Boolean);
      return lines
        .map((line) => JSON.parse(line))
        .map(({at, action, user, stage, detail}) => ({at, action, user, stage, detail}));
    },
  };
}

const at = '2026-03-03T03:00:00.000Z';

for (const [name, role] of [
  ['vera', 'a viewer'],
  ['otto', 'an operator'],
] as const) {
  test(`by sudo ${role} sets no clock, which is on record by the time that it was`, async (t) => {
    const {by, audited} = await scene(t);
    const denied = {code: 'access.denied', exitCode: 5, message: `${name} is ${role} here, and --now takes an admin.`};

    await assert.rejects(refuseClock(by(name), {name, via: 'command'}), denied);
    await assert.rejects(refuseClock(by(name), {name, via: 'command'}), denied);

    const detail = `denied: ${name} is ${role.split(' ')[1]}`;
    assert.deepEqual(await audited(), [{at, action: 'now', user: name, stage: 'failed', detail}]);
  });
}

test('by sudo a denial that cannot be put on record is one all the same, and says so', async (t) => {
  const {paths, by} = await scene(t);
  await rm(dirname(paths.auditLog), {recursive: true});
  await writeFile(dirname(paths.auditLog), '');
  const reader = await openReader(by('vera'));
  const vera = {name: 'vera', via: 'command'} as const;
  const message =
    /^vera is a viewer.* That this was denied could not be put on record: .*screener_credentials_audit\.log/;

  await assert.rejects(reader.perform({name: 'credentials.reveal', provider: 'polygon'}, vera), {
    code: 'access.denied',
    exitCode: 5,
    message,
  });
  await assert.rejects(refuseClock(by('vera'), vera), {code: 'access.denied', exitCode: 5, message});
});

test('by sudo an admin sets the clock', async (t) => {
  const {by, audited} = await scene(t);

  await refuseClock(by('ada'), {name: 'ada', via: 'command'});

  assert.deepEqual(await audited(), []);
});

test('by sudo nobody sets the clock of a root whose roles cannot be read', async (t) => {
  const {paths, by} = await scene(t);
  await writeFile(paths.settings, '{');

  await assert.rejects(refuseClock(by('ada'), {name: 'ada', via: 'command'}), {code: 'access.denied'});
});

test('by sudo a viewer without an engine is denied what changes something, on record', async (t) => {
  const {by, audited} = await scene(t);
  const reader = await openReader(by('vera'));
  const vera = {name: 'vera', via: 'command'} as const;

  await assert.rejects(reader.perform({name: 'halt', justification: 'because I can'}, vera), {code: 'access.denied'});
  await assert.rejects(reader.perform({name: 'access.grant', user: 'vera', role: 'admin'}, vera), {exitCode: 5});

  assert.deepEqual(
    (await audited()).map(({action, user, detail}) => ({action, user, detail})),
    ['halt', 'access.grant'].map((action) => ({action, user: 'vera', detail: 'denied: vera is viewer'})),
  );
});

test('by sudo an operator and an admin may hold the root, a viewer may not, nor anybody whose role cannot be read', async (t) => {
  const {paths, by} = await scene(t);
  const mayHold = (asker: string) => waysOf(by(asker)).mayHold();
  const {asker: _, ...own} = by('vera');

  assert.deepEqual(await Promise.all(['vera', 'otto', 'ada'].map(mayHold)), [false, true, true]);
  await writeFile(paths.settings, '{');
  assert.deepEqual([await mayHold('ada'), await waysOf(own).mayHold()], [false, true]);
});

test('by sudo the command of a viewer is denied without a lock, and goes to an engine once they have a role', async (t) => {
  const {paths, by} = await scene(t);
  const vera = {name: 'vera', via: 'command'} as const;
  const {control} = await reachWriter(waysOf(by('vera')));
  const halt = () => control.perform({name: 'halt', justification: 'because I can'}, vera);

  await assert.rejects(halt(), {code: 'access.denied'});
  assert.equal(await exists(paths.lock), false);

  await writeFile(paths.settings, JSON.stringify({access: {users: {vera: 'operator'}}}));
  await assert.rejects(halt(), {code: 'writer.left'});
});

test('by sudo a viewer saves no screen, nor does anybody whose role cannot be read', async (t) => {
  const {paths, by} = await scene(t);
  const save = async (asker?: string) => {
    const {asker: _, ...own} = by('');
    const tools = screenTools(
      asker === undefined ? own : by(asker),
      {noClipboard: true, screenReader: false, ascii: false},
      {},
    );
    return tools.saveScreen?.('a screen');
  };
  const denied = {code: 'access.denied', message: 'The screen was not saved: by sudo vera only reads here.'};

  await assert.rejects(save('vera'), denied);
  assert.equal(await exists(join(paths.root, 'screens')), false);
  for (const may of ['otto', 'ada', undefined]) assert.match((await save(may)) ?? '', /screens.20260303T030000Z\.txt$/);

  await writeFile(paths.settings, '{');
  await assert.rejects(save('otto'), {code: 'access.denied'});
});
