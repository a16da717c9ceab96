import assert from 'node:assert/strict';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {repositoryChecks} from '../../../source/control/answers/doctor-repository.ts';
import {pathsOf} from '../../../source/store/paths.ts';
import {folderWith, git, write} from '../../helpers/git-tree.ts';
import {sealedRoot} from '../../helpers/sealed-root.ts';

const secret = 'storage/keys/screener_api.key';
const files = {
  '.gitignore': 'storage/\nstate/\n',
  'settings.json': '{}',
  [secret]: 'a key',
  'storage/secrets/backups/one': 'a backup',
  'storage/secrets/screener_api.json.enc.example': '{}',
  'state/build.json': '{}',
};

/** A root inside a new repository, in a folder of it or at its top. */
async function rootIn(t: TestContext, {below = '', init = [] as readonly string[]} = {}) {
  const top = await folderWith(t, {});
  const root = join(top, below);
  await write(root, files);
  assert.equal(git(top, 'init', '-q', ...init).code, 0);
  return {top, root};
}

async function look(t: TestContext, root: string) {
  const {reading} = await sealedRoot(t);
  const [ignored, scanned] = await repositoryChecks({...reading, paths: pathsOf(root)});
  assert.ok(ignored && scanned);
  return {ignored, scanned};
}

test('a root in no repository, and one whose secrets are ignored, keep them out', async (t) => {
  const {top, root} = await rootIn(t);
  const alone = await folderWith(t, files);
  git(top, 'add', '.');

  const outside = (await look(t, alone)).ignored;
  const inside = (await look(t, root)).ignored;

  assert.deepEqual([outside.passed, inside.passed, inside.reported], [true, true, undefined]);
  assert.match(outside.sentence, /It lies in no repository\.$/);
  assert.match(inside.sentence, /The repository around it tracks none of them\.$/);
});

for (const [what, start] of [
  ['at the top of a repository', {}],
  ['in a folder of it', {below: 'desk/universe'}],
  ['in one with longer hashes', {init: ['--object-format=sha256']}],
] as const)
  test(`secrets that were added by force are found in a root ${what}`, async (t) => {
    const {root} = await rootIn(t, start);
    git(root, 'add', '-f', '.');

    const {ignored} = await look(t, root);

    assert.equal(ignored.passed, false);
    assert.match(
      ignored.sentence,
      /tracks 3 files of secrets or state: storage\/keys\/screener_api\.key, .*state\/build\.json\./,
    );
    assert.ok(ignored.sentence.includes(`git -C ${root} rm -r --cached storage/ state/; and take for known`));
  });

test('an entry that is only intended to be added is found too, in the third version of an index', async (t) => {
  const {top, root} = await rootIn(t);
  git(top, 'add', '-f', '-N', secret);
  assert.equal((await readFile(join(top, '.git', 'index'))).readUInt32BE(4), 3);

  assert.match((await look(t, root)).ignored.sentence, /tracks 1 file of secrets or state: storage\/keys/);
});

test('a worktree has an index of its own', async (t) => {
  const {top} = await rootIn(t);
  git(top, 'add', 'settings.json');
  git(top, 'commit', '-q', '-m', 'Begin');
  const other = join(await folderWith(t, {}), 'tree');
  assert.equal(git(top, 'worktree', 'add', '-q', other).code, 0);
  await write(other, files);
  git(other, 'add', '-f', secret);

  const {ignored} = await look(t, other);

  assert.match(ignored.sentence, /tracks 1 file of secrets or state: storage\/keys/);
  assert.equal((await look(t, top)).ignored.passed, true);
});

test('the secrets of a profile count, and a file of a like name does not', async (t) => {
  const {top, root} = await rootIn(t);
  await write(root, {'profiles/small/state/x.json': '{}', 'docs/storage/plan.md': ''});
  git(top, 'add', '-f', 'profiles', 'docs');

  const {sentence} = (await look(t, root)).ignored;

  assert.match(sentence, /tracks 1 file of secrets or state: profiles\/small\/state\/x\.json\./);
});

for (const [what, words, spoil] of [
  ['of version 4', /has version 4/, (top: string) => git(top, 'update-index', '--index-version', '4')],
  ['that is split', /is split in two/, (top: string) => git(top, 'update-index', '--split-index')],
  ['that is cut off', /is damaged/, (top: string) => cut(join(top, '.git', 'index'))],
  ['that is none', /is no index of git/, (top: string) => writeFile(join(top, '.git', 'index'), 'something else')],
  ['that cannot be read', /cannot be read/, (top: string) => odd(join(top, '.git'))],
] as const)
  test(`an index ${what} was not checked, and that is said`, async (t) => {
    const {top, root} = await rootIn(t);
    git(top, 'add', '-f', '.');
    await spoil(top);

    const {ignored} = await look(t, root);

    assert.deepEqual([ignored.passed, ignored.reported], [true, true]);
    assert.match(ignored.sentence, words);
    assert.match(ignored.sentence, /was not checked: .*index .*\. Look with: git -C .* ls-files storage\/ state\/$/);
  });

async function cut(index: string): Promise<void> {
  await writeFile(index, (await readFile(index)).subarray(0, 200));
}

async function odd(folder: string): Promise<void> {
  await rm(join(folder, 'index'), {force: true});
  await mkdir(join(folder, 'index'));
}

test('what looks for secrets in a repository of ones own is told as far as it can be seen', async (t) => {
  const {top, root} = await rootIn(t, {below: 'universe'});

  const bare = (await look(t, root)).scanned;
  await write(top, {'.git/hooks/pre-commit': '#!/bin/sh', '.secrets.baseline': '{}'});
  const kept = (await look(t, root)).scanned;
  const none = (await look(t, await folderWith(t, files))).scanned;

  assert.deepEqual([bare.reported, kept.reported, none.reported], [true, true, undefined]);
  assert.match(bare.sentence, /no pre-commit hook in .*hooks, no baseline .* See to it that a hook and CI look/);
  assert.match(kept.sentence, /a pre-commit hook in .*hooks, its baseline \.secrets\.baseline\. See to it/);
  assert.match(none.sentence, /^No repository is around the root/);
});

test('a single entry of longer hashes is read, and one with a long name', async (t) => {
  const long = `storage/${'deep/'.repeat(60)}${'x/'.repeat(8)}file`;
  const {top, root} = await rootIn(t, {init: ['--object-format=sha256']});
  git(top, 'add', '-f', secret);
  const one = (await look(t, root)).ignored;
  await write(top, {[long]: ''});
  git(top, 'add', '-f', long);
  const two = (await look(t, root)).ignored;

  assert.match(one.sentence, /tracks 1 file of secrets or state: storage\/keys/);
  assert.match(two.sentence, /tracks 2 files of secrets or state: /);
});
