import assert from 'node:assert/strict';
import {chmod, lchown, mkdir, mkdtemp, readdir, realpath, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {trustedFlags} from '../../source/situation.ts';
import {wideModes} from '../../source/store/modes.ts';
import {ownNumber} from '../../source/store/owner.ts';
import {type Place, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {expectTrusted} from '../../source/store/trusted-root.ts';

const uid = ownNumber() ?? 0;
const skip = process.getuid === undefined ? 'users have no numbers here' : false;
const refused = (message: RegExp) => ({code: 'root.sudo', exitCode: 5, message});

/** A root that its owner has begun, and how ann, by sudo, may use it. */
async function scene(t: TestContext) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'trusted-root-')));
  t.after(() => rm(folder, {recursive: true}));
  const root = join(folder, 'root');
  const paths = pathsOf(root);
  await mkdir(root, {mode: 0o755});
  await writeFile(paths.settings, '{}', {mode: 0o644});
  return {
    folder,
    root,
    paths,
    trusted: (place: Place = {}) => expectTrusted(pathsOf(root, place), {asker: 'ann', uid}),
  };
}

test('by sudo the root of the user whose rights the program has is used', {skip}, async (t) => {
  const {paths, trusted} = await scene(t);

  await trusted();
  await prepareRoot(paths);
  await trusted();
});

for (const [what, spoil, message] of [
  ['is open to others', ({root}) => chmod(root, 0o777), /^Others than its owner may write to \S+root,/],
  ['is open to a group', ({root}) => chmod(root, 0o775), /^Others than its owner may write to \S+root,/],
  ['has settings open to others', ({root}) => chmod(join(root, 'settings.json'), 0o666), /write to \S+settings\.json,/],
  ['lies in a folder open to others', ({folder}) => chmod(folder, 0o777), /write to \S+trusted-root-\w+,/],
  [
    'has settings that are a link',
    async ({folder, root}) => {
      await rename(join(root, 'settings.json'), join(folder, 'other.json'));
      await symlink(join(folder, 'other.json'), join(root, 'settings.json'));
    },
    /settings\.json is a link/,
  ],
  [
    'has providers that are a link',
    ({folder, root}) => symlink(folder, join(root, 'providers')),
    /providers is a link/,
  ],
  ['has not been begun', ({root}) => rm(join(root, 'settings.json')), /^There is no root at \S+root,/],
] as const satisfies readonly [string, (places: {root: string; folder: string}) => Promise<void>, RegExp][]) {
  test(`by sudo a root that ${what} is refused`, {skip}, async (t) => {
    const {folder, root, trusted} = await scene(t);
    await spoil({folder, root});
    const before = await readdir(root);

    await assert.rejects(trusted(), refused(message));
    assert.deepEqual(await readdir(root), before);
  });
}

test('by sudo a profile and a sample market count as the root does', {skip}, async (t) => {
  const {root, trusted} = await scene(t);

  await assert.rejects(trusted({profile: 'ibkr'}), refused(/^There is no root at \S+profiles/));
  await prepareRoot(pathsOf(root, {profile: 'ibkr', sample: true}));
  await trusted({profile: 'ibkr', sample: true});
  await chmod(join(root, 'settings.json'), 0o666);
  await assert.rejects(trusted({profile: 'ibkr'}), refused(/write to \S+root\/settings\.json,/));
  await chmod(join(root, 'settings.json'), 0o644);
  await chmod(join(root, 'profiles'), 0o777);
  await assert.rejects(trusted({profile: 'ibkr'}), refused(/write to \S+profiles,/));
});

for (const [what, inner] of [
  ['output', 'output'],
  ['logs', 'output/logs'],
  ['universe files', 'output/screeners'],
  ['history', 'output/screeners/history'],
  ['quota ledger', 'state/quota'],
  ['keys', 'storage/keys'],
  ['secrets', 'storage/secrets'],
  ['backups', 'storage/secrets/backups'],
  ['profiles', 'profiles'],
  ["profile's state", 'profiles/ibkr/state'],
  ["profile's universe files", 'profiles/ibkr/output/screeners'],
] as const) {
  test(`by sudo a root whose ${what} others may write to is refused, and so is each profile; doctor names the folder`, {
    skip,
  }, async (t) => {
    const {root, paths, trusted} = await scene(t);
    await prepareRoot(paths);
    await prepareRoot(pathsOf(root, {profile: 'ibkr'}));
    await trusted();
    await trusted({profile: 'ibkr'});
    await chmod(join(root, inner), 0o777);

    await assert.rejects(trusted(), refused(new RegExp(`write to ${join(root, inner)},`)));
    await assert.rejects(trusted({profile: 'ibkr'}), refused(new RegExp(`write to ${join(root, inner)},`)));
    assert.deepEqual(
      (await wideModes(paths)).map(({path}) => path),
      [join(root, inner)],
    );
  });
}

test('by sudo a sample market counts by itself, and is refused where others may write to its logs', {
  skip,
}, async (t) => {
  const {root, paths, trusted} = await scene(t);
  await prepareRoot(paths);
  await prepareRoot(pathsOf(root, {sample: true}));
  await chmod(join(root, 'output'), 0o777);

  await trusted({sample: true});
  await chmod(join(root, 'sample', 'output', 'logs'), 0o777);
  await assert.rejects(trusted({sample: true}), refused(/write to \S+sample\/output\/logs,/));
});

test('by sudo nobody goes back to the roles that a restore kept', {skip}, async (t) => {
  const {root} = await scene(t);
  const old = join(root, 'before-restore-20260302T220000000Z');
  await mkdir(old, {mode: 0o755});
  await writeFile(join(old, 'settings.json'), '{}', {mode: 0o644});

  await assert.rejects(expectTrusted(pathsOf(old), {asker: 'ann', uid}), refused(/^A restore keeps in /));
});

const notRoot = uid === 0 ? skip : 'only root gives files away';

for (const [what, entry] of [
  ['root', '.'],
  ['settings file', 'settings.json'],
] as const) {
  test(`by sudo a ${what} of somebody else is refused`, {skip: notRoot}, async (t) => {
    const {root, trusted} = await scene(t);
    await lchown(join(root, entry), 4242, 4242);

    await assert.rejects(trusted(), refused(/does not belong to/));
  });
}

test('by sudo a command gets no root that another user has made, and makes none', {skip}, async (t) => {
  const {folder, root, paths} = await scene(t);
  const absent = join(folder, 'absent');
  const ann = {SUDO_USER: 'ann', SUDO_UID: '4242'};
  const flags = (where: string) => ({sample: false, demo: false, root: where}) as Parameters<typeof trustedFlags>[0];

  await assert.rejects(trustedFlags(flags(root), ann, 4243), refused(/does not belong to/));
  await assert.rejects(trustedFlags(flags(absent), ann, 4243), refused(/^There is no root at \S+absent,/));
  assert.deepEqual(await readdir(folder), ['root']);
  assert.deepEqual(await readdir(paths.root), ['settings.json']);
  // Without sudo, and by sudo to root, who may do anything, nobody asks.
  assert.equal((await trustedFlags(flags(absent), {}, 4243)).root, absent);
  assert.equal((await trustedFlags(flags(absent), ann, 0)).root, absent);
});
