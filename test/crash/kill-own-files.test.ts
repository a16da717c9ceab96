import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {Command, Result} from '../../source/control/control.ts';
import {Failure} from '../../source/failure.ts';
import {exists} from '../../source/store/file.ts';
import {bundle} from '../helpers/bundle.ts';
import {killed, strideOf} from './killed.ts';
import {openAgain} from './open-again.ts';

const words = 'words of my own';
const dropOld: Command = {name: 'keys.rotate', dropOld: true};

type Ground = {readonly root: string; readonly file: string; readonly encrypt: Command};

/** A root with a key, and a plain file outside of it. */
async function ground(t: TestContext): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-own-files-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  const [root, plain, file] = [join(folder, 'root'), join(folder, 'plain'), join(folder, 'own.enc')];
  await writeFile(plain, words);
  await perform(root, {name: 'keys.generate'});
  return {root, file, encrypt: {name: 'secrets.encrypt', file: plain, output: file}};
}

async function perform(root: string, command: Command): Promise<Result> {
  const opened = await openAgain(root);
  try {
    return await opened.control.perform(command, {name: userInfo().username, via: 'command'});
  } finally {
    await opened.release();
  }
}

async function textIn(root: string, file: string): Promise<string> {
  const {data} = await perform(root, {name: 'secrets.decrypt', file});
  return Buffer.from(String(data?.base64), 'base64').toString();
}

test('killed at every seventh call to the disk, encrypt-file leaves a file that a rotation knows, or none', async (t) => {
  const {file: script, remove} = await bundle(new URL('./own-file-child.ts', import.meta.url));
  t.after(remove);
  const {root, file, encrypt} = await ground(t);
  let made = 0;

  for (
    let at = 1;
    await killed(script, [root, JSON.stringify(encrypt), `${at}`, at % 2 === 0 ? 'after' : 'before']);
    at += strideOf(7)
  ) {
    const isMade = await exists(file);
    if (isMade) {
      made += 1;
      await perform(root, dropOld);
      assert.equal(await textIn(root, file), words, `after call ${at}`);
      await rm(file);
    }
    // What has no file is missed until a person says that it never came to be; not every moment is late enough to have a name.
    await perform(root, {name: 'secrets.forget', file}).catch((thrown: unknown) => {
      assert.ok(!isMade && thrown instanceof Failure && thrown.code === 'secrets.unknown-file', String(thrown));
    });
  }

  assert.ok(made > 1, `${made} moments after the file was there`);
});

test('killed at every eleventh call to the disk, a rotation that drops the earlier keys leaves the file readable', async (t) => {
  const {file: script, remove} = await bundle(new URL('./own-file-child.ts', import.meta.url));
  t.after(remove);
  const {root, file, encrypt} = await ground(t);
  await perform(root, encrypt);
  let tokens = 0;

  for (let at = 1; ; at += strideOf(11)) {
    const before = await readFile(file, 'utf8');
    if (!(await killed(script, [root, JSON.stringify(dropOld), `${at}`, at % 2 === 0 ? 'before' : 'after']))) break;
    assert.equal(await textIn(root, file), words, `after call ${at}`);
    if ((await readFile(file, 'utf8')) !== before) tokens += 1;
  }

  assert.ok(tokens > 0, 'some moments come after the file was encrypted anew');
  assert.equal(await textIn(root, file), words);
});
