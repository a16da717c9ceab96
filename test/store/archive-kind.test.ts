import assert from 'node:assert/strict';
import {readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {create, extract} from 'tar';
import {restore, snapshot} from '../../source/store/archive.ts';
import {MANIFEST, snapshotFormat} from '../../source/store/archive-check.ts';
import type {Kind} from '../../source/store/archive-kind.ts';
import {exists} from '../../source/store/file.ts';
import {peekState, saveState} from '../../source/store/format.ts';
import {encodeUniverse} from '../../source/store/formats/universe-file.ts';
import {type Paths, type Place, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {heading, stillClock, tempFolder} from './store-fixture.ts';

const places: Readonly<Record<Kind, Place>> = {
  root: {},
  profile: {profile: 'swing'},
  sample: {profile: 'swing', sample: true},
};
const kinds = ['root', 'profile', 'sample'] as const;
const names = {root: 'a root', profile: 'a profile', sample: 'a sample market'} as const;

/** A universe with what is its own; secrets and audit log are those of its root, where it is a profile. */
async function universe(t: TestContext, kind: Kind, isBare = false): Promise<Paths> {
  const paths = pathsOf(await tempFolder(t), places[kind]);
  await prepareRoot(paths);
  await writeFile(paths.settings, '{}');
  if (isBare) return paths;
  await writeFile(paths.final, [...sealed(kind)].join(''));
  for (const shared of [paths.secrets, paths.auditLog]) await writeFile(shared, 'synthetic');
  return paths;
}

function sealed(kind: Kind): Iterable<string> {
  return encodeUniverse({...heading, status: kind === 'sample' ? 'sample' : 'final'}, []);
}

async function packed(t: TestContext, paths: Paths): Promise<string> {
  const file = join(await tempFolder(t), 'night.tar.gz');
  await snapshot(paths, file);
  return file;
}

/** The same snapshot as it was made before they said of which kind they are. */
async function withoutWord(t: TestContext, file: string): Promise<string> {
  const folder = await tempFolder(t);
  await extract({file, cwd: folder});
  const list = await peekState(join(folder, MANIFEST), snapshotFormat);
  const {files} = list ?? {files: {}};
  await saveState(join(folder, MANIFEST), snapshotFormat, {files});
  const old = join(await tempFolder(t), 'old.tar.gz');
  await create({gzip: true, cwd: folder, file: old}, [MANIFEST, ...Object.keys(files)]);
  return old;
}

for (const [age, aged] of [
  ['of this version', async (_: TestContext, file: string) => file],
  ['of before', withoutWord],
] as const) {
  for (const from of kinds) {
    for (const to of kinds) {
      const may = from === to;
      test(`a snapshot ${age} of ${names[from]} ${may ? 'goes' : 'does not go'} into ${names[to]}`, async (t) => {
        const file = await aged(t, await packed(t, await universe(t, from)));
        const target = await universe(t, to);
        const restored = restore(target, file, stillClock);
        if (may) return void (await restored);

        await assert.rejects(restored, (thrown: {message: string; code: string; hint: string}) => {
          assert.equal(thrown.code, 'snapshot.kind');
          assert.ok(thrown.message.startsWith(file), thrown.message);
          assert.match(thrown.message, new RegExp(`${names[from]}\\b.* is ${names[to]}\\b`));
          assert.match(thrown.hint, /^Nothing was changed; that of a .+ restore FILE$/);
          return true;
        });
        assert.equal(await exists(target.auditLog), true);
        assert.deepEqual(
          (await readdir(target.base)).filter((name) => /restore/.test(name)),
          [],
        );
      });
    }
  }
}

test('a snapshot of before that has nothing to tell it by goes where nothing that is shared would be gone', async (t) => {
  const file = await withoutWord(t, await packed(t, await universe(t, 'root', true)));

  for (const kind of kinds) {
    await restore(await universe(t, kind, true), file, stillClock);
    const full = restore(await universe(t, kind), file, stillClock);
    if (kind === 'profile') await full;
    else
      await assert.rejects(full, {code: 'snapshot.kind', message: /screener_credentials_audit\.log would be gone\.$/});
  }
});

test('a snapshot of a root without credentials goes into one that has some', async (t) => {
  const file = await packed(t, await universe(t, 'root', true));

  assert.equal((await restore(await universe(t, 'root'), file, stillClock)).files, 1);
});
