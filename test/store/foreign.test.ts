import assert from 'node:assert/strict';
import {chmod, chown, mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {z} from 'zod';
import {refuseForeign} from '../../source/store/foreign.ts';
import {loadSettings} from '../../source/store/formats/settings-file.ts';
import {wideModes} from '../../source/store/modes.ts';
import {pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {tempFolder} from './store-fixture.ts';

const skip = process.getuid?.() === 0 ? false : 'only root can give files away';
const [own, ann] = [1234, 4321];

async function settingsOf(t: Parameters<typeof tempFolder>[0], file: number, folder: number): Promise<string> {
  const root = await tempFolder(t);
  const path = join(root, 'settings.json');
  await writeFile(path, '{}');
  await chown(path, file, file);
  await chown(root, folder, folder);
  return path;
}

test('settings of the one who runs it, of root and of the owner of their folder are obeyed', {skip}, async (t) => {
  await refuseForeign(await settingsOf(t, own, 0), own);
  await refuseForeign(await settingsOf(t, 0, own), own);
  await refuseForeign(await settingsOf(t, ann, ann), own);
  await refuseForeign(join(await tempFolder(t), 'absent.json'), own);
});

test('settings that another user put into the folder are not', {skip}, async (t) => {
  const path = await settingsOf(t, ann, own);

  await assert.rejects(refuseForeign(path, own), {code: 'settings.foreign', kind: 'usage'});
  await assert.rejects(loadSettings(path, z.looseObject({})), /belongs to another user \(number 4321\)/);
});

test('a sealed universe and a blocklist that every user may write to are named', async (t) => {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  for (const path of [paths.final, paths.blocklist]) {
    await writeFile(path, '');
    await chmod(path, 0o666);
  }

  assert.deepEqual(
    (await wideModes(paths)).map(({path, wanted}) => `${path} ${wanted}`),
    [`${paths.final} o-w`, `${paths.blocklist} o-w`],
  );
});

test('a lock that others may read, and so hold, is named', async (t) => {
  const paths = pathsOf(await tempFolder(t));
  await prepareRoot(paths);
  const locks = [paths.secretsLock, `${paths.credentialsState}.lock`, paths.lock];
  for (const path of locks) {
    await mkdir(dirname(path), {recursive: true, mode: 0o700});
    await writeFile(path, '', {mode: 0o600});
  }
  assert.deepEqual(await wideModes(paths), []);
  for (const path of locks) await chmod(path, 0o644);

  assert.deepEqual(
    await wideModes(paths),
    locks.map((path) => ({path, mode: '0644', wanted: '0600'})),
  );
});

test('a root or settings that every user may write to are named, with what to do', async (t) => {
  const root = await tempFolder(t);
  const paths = pathsOf(root);
  await prepareRoot(paths);
  await writeFile(paths.settings, '{}');
  assert.deepEqual(await wideModes(paths), []);
  await chmod(root, 0o777);
  await chmod(paths.settings, 0o666);

  const wide = await wideModes(paths);

  assert.deepEqual(
    [...new Set(wide.map(({path, wanted}) => `${path} ${wanted}`))],
    [`${root} o-w`, `${paths.settings} o-w`],
  );
});
