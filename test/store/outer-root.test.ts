import assert from 'node:assert/strict';
import {lchown, mkdir, mkdtemp, readdir, realpath, rename, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {Failure} from '../../source/failure.ts';
import {trustedFlags} from '../../source/situation.ts';
import {refuseInner} from '../../source/store/outer-root.ts';
import {ownNumber} from '../../source/store/owner.ts';
import {pathsOf, prepareRoot} from '../../source/store/paths.ts';

const isRoot = ownNumber() === 0;

async function scene(t: TestContext) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'outer-root-')));
  t.after(() => rm(folder, {recursive: true}));
  const root = join(folder, 'root');
  await mkdir(root);
  return {folder, root};
}

/** A root with a profile and a sample market of each. */
async function begun(t: TestContext) {
  const {folder, root} = await scene(t);
  for (const profile of [{}, {profile: 'p1'}])
    for (const sample of [false, true]) await prepareRoot(pathsOf(root, {...profile, sample}));
  return {folder, root};
}

const refusedAs = (message: RegExp | string, hint: RegExp | string) => (thrown: Failure) => {
  assert.deepEqual([thrown.code, thrown.exitCode], ['usage.inner-root', 2]);
  for (const [text, wanted] of [
    [thrown.message, message],
    [thrown.hint ?? '', hint],
  ] as const)
    typeof wanted === 'string' ? assert.equal(text, wanted) : assert.match(text, wanted);
  return true;
};

for (const [inner, what, flags] of [
  ['sample', 'the sample market of ROOT', '--sample'],
  ['profiles/p1', 'profile p1 of ROOT', '--profile p1'],
  ['profiles/p1/sample', 'the sample market of profile p1 of ROOT', '--profile p1 --sample'],
] as const) {
  test(`${inner} of a root is no root of its own, however it is named`, async (t) => {
    const {folder, root} = await begun(t);
    const link = join(folder, 'link');
    await symlink(join(root, inner), link);
    const message = `${join(root, inner)} is ${what.replace('ROOT', root)}, and no root of its own; nothing was read or changed.`;

    for (const named of [join(root, inner), link, join('/proc/self/root', root, inner)]) {
      if (named.startsWith('/proc') && process.platform !== 'linux') continue;
      await assert.rejects(refuseInner(named), refusedAs(message, `Name it so: --root ${root} ${flags}`));
    }
  });
}

for (const inner of [
  'profiles',
  'output',
  'profiles/absent',
  'new',
  'before-restore-20260302T220000000Z',
  '.restore/new',
]) {
  test(`${inner} of a root is no root of its own, there or not`, async (t) => {
    const {root} = await begun(t);

    const named = {sample: true};
    await assert.rejects(
      refuseInner(join(root, inner), named),
      refusedAs(/ the root \S+root, and is no root/, /--profile NAME/),
    );
    await mkdir(join(root, inner), {recursive: true});
    await assert.rejects(
      refuseInner(join(root, inner), named),
      refusedAs(/and (is )?no root of its own/, /: --root|--profile NAME/),
    );
    await refuseInner(root, named);
  });
}

test('a profile that is called sample is named as the profile that it is', async (t) => {
  const {root} = await begun(t);
  await prepareRoot(pathsOf(root, {profile: 'sample'}));

  await assert.rejects(
    refuseInner(join(root, 'profiles', 'sample'), {sample: true}),
    refusedAs(/is profile sample of/, `Name it so: --root ${root} --profile sample --sample`),
  );
  await assert.rejects(
    refuseInner(join(root, 'profiles'), {sample: true}),
    refusedAs(/lies inside the root/, /beside it/),
  );
});

test('a root of which only the sample market or the settings are there is a root', async (t) => {
  const {folder, root} = await scene(t);
  await prepareRoot(pathsOf(root, {sample: true}));

  await assert.rejects(refuseInner(join(root, 'sample')), refusedAs(/is the sample market of/, /--sample$/));
  await rm(join(root, '.gitignore'));
  await assert.rejects(refuseInner(join(root, 'sample')), refusedAs(/is the sample market of/, /--sample$/));
  const other = join(folder, 'other');
  await mkdir(join(other, 'profiles', 'p1'), {recursive: true});
  await writeFile(join(other, 'settings.json'), '{}');
  await assert.rejects(refuseInner(join(other, 'profiles', 'p1')), refusedAs(/is profile p1 of/, /--profile p1$/));
});

test('the outermost root is the one that is named, also where the inner folder was used as one', async (t) => {
  const {root} = await begun(t);
  await prepareRoot(pathsOf(join(root, 'profiles', 'p1')));

  await assert.rejects(
    refuseInner(join(root, 'profiles', 'p1', 'sample')),
    refusedAs(/is the sample market of profile p1 of/, `Name it so: --root ${root} --profile p1 --sample`),
  );
});

test('a market that was moved to another disk is the market of the root that leads to it', async (t) => {
  const {folder, root} = await begun(t);
  await rename(join(root, 'sample'), join(folder, 'sample'));
  await symlink(join(folder, 'sample'), join(root, 'sample'));
  // Whoever made the link.
  if (isRoot) await lchown(join(root, 'sample'), 4242, 4242);

  for (const named of [join(root, 'sample'), join(folder, 'sample')])
    await assert.rejects(refuseInner(named), refusedAs(/is the sample market of/, /--sample$/));
});

test('a root may lie in folders that are called as those of a root are, and be called as a universe in one', async (t) => {
  const {folder} = await scene(t);
  for (const name of ['storage', 'state', 'output', 'profiles', 'sample']) await mkdir(join(folder, name));
  await writeFile(join(folder, '.gitignore'), 'node_modules/\n');

  for (const name of [
    'storage/universe',
    'state/universe',
    'output/screeners',
    'profiles/p1',
    'sample',
    'new/sample',
  ]) {
    await refuseInner(join(folder, name));
    await prepareRoot(pathsOf(join(folder, name)));
    await refuseInner(join(folder, name));
  }
});

test('what another user has put above a root makes that no root of theirs', {
  skip: isRoot ? false : 'only root gives files away',
}, async (t) => {
  const {folder, root} = await scene(t);
  await prepareRoot(pathsOf(folder));
  for (const name of [
    'state/quota',
    'state/writer.lock',
    'output/screeners/manifest.json',
    '.gitignore',
    'settings.json',
  ])
    await lchown(join(folder, name), 4242, 4242).catch(() => {});

  await refuseInner(root);
  await lchown(root, 4242, 4242);
  await assert.rejects(refuseInner(root), refusedAs(/lies inside the root/, /beside it/));
});

test('nobody uses a folder inside a root as one, by sudo or not, and nothing is made for it', async (t) => {
  const {folder, root} = await begun(t);
  await writeFile(join(root, 'sample', 'settings.json'), '{"access": {"users": {"ann": "admin"}}}');
  const inner = join(root, 'sample');
  const before = await readdir(inner, {recursive: true});
  type Typed = Parameters<typeof trustedFlags>[0];
  const flags = {sample: false, demo: false};

  for (const [typed, env] of [
    [{...flags, root: inner}, {}],
    [
      {...flags, root: inner},
      {SUDO_USER: 'ann', SUDO_UID: '4242'},
    ],
    [
      {...flags, root: join(root, 'sample', '..', 'sample')},
      {SUDO_USER: 'ann', SUDO_UID: '4242'},
    ],
    [
      {...flags, root: inner, now: '2026-03-02'},
      {SUDO_USER: 'ann', SUDO_UID: '4242'},
    ],
    [flags, {UNIVERSE_ROOT: inner}],
  ] as const)
    await assert.rejects(trustedFlags(typed as Typed, env, 4243), refusedAs(/is the sample market of/, /--sample$/));
  assert.deepEqual(await readdir(inner, {recursive: true}), before);
  assert.equal(
    (await trustedFlags({...flags, root: join(folder, 'beside')} as Typed, {}, 4243)).root,
    join(folder, 'beside'),
  );
});
