import assert from 'node:assert/strict';
import {access, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {commandFiles} from '../source/command-files.ts';
import type {Role} from '../source/control/access.ts';
import {ownName} from '../source/store/owner.ts';

const refused = {code: 'access.files', kind: 'credentials'};

/** A root with a key, a file of its owner's beside it, and the files as somebody by sudo, or the owner, has them. */
async function scene(t: TestContext, asker: string, role?: Role, inRoot?: Role) {
  const folder = await mkdtemp(join(tmpdir(), 'command-files-'));
  t.after(() => rm(folder, {recursive: true}));
  const root = join(folder, 'root');
  const key = join(root, 'storage', 'keys', 'screener_api.key');
  await mkdir(join(root, 'storage', 'keys'), {recursive: true});
  await writeFile(key, 'key');
  const own = join(folder, 'list.txt');
  await writeFile(own, 'AAPL');
  const files = commandFiles({
    paths: {root},
    asker,
    stdin: process.stdin,
    masked: async (text) => text.replace('k3y', '••••'),
    access: async () => {
      if (role === undefined) throw new Error('The settings cannot be read.');
      const held = (one: Role) => [{user: asker, role: one, because: 'granted'}] as const;
      return {owner: ownName(), users: held(role), ...(inRoot ? {ofRoot: held(inRoot)} : {})};
    },
  });
  return {files, own, key};
}

for (const role of ['viewer', 'operator', undefined] as const) {
  const who = role === undefined ? 'of whom nobody can say what they may do' : `who is ${role}`;

  test(`somebody by sudo ${who} has no file of the owner read or written over`, async (t) => {
    const {files, own} = await scene(t, 'eve', role);

    await assert.rejects(files.read(own), refused);
    await assert.rejects(files.isThere(own), refused);
    await assert.rejects(files.write(own, ['']), refused);
    assert.equal(await readFile(own, 'utf8'), 'AAPL');
  });
}

test('an admin of a profile or sample market alone names no files of the owner', async (t) => {
  const {files, own} = await scene(t, 'ann', 'admin', 'operator');
  const both = await scene(t, 'ann', 'admin', 'admin');

  await assert.rejects(files.read(own), refused);
  assert.equal(await both.files.read(both.own), 'AAPL');
});

test('no file is called after a secret', async (t) => {
  const {files, own} = await scene(t, ownName());

  await assert.rejects(files.isThere(`${own}-k3y`), {code: 'usage.secret'});
  await assert.rejects(files.write(`${own}-k3y`, ['']), {code: 'usage.secret'});
  await assert.rejects(access(`${own}-k3y`), {code: 'ENOENT'});
});

for (const [asker, role] of [
  [ownName(), undefined],
  ['ann', 'admin'],
] as const) {
  test(`${role ?? 'the owner'} names files, but none of the root's own`, async (t) => {
    const {files, own, key} = await scene(t, asker, role);

    assert.equal(await files.read(own), 'AAPL');
    await files.write(own, ['NA']);
    assert.equal(await readFile(own, 'utf8'), 'NA');
    await assert.rejects(files.read(key), {code: 'export.root'});
  });
}
