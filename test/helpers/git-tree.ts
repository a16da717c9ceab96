import {spawnSync} from 'node:child_process';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {TestContext} from 'node:test';

export type Said = {readonly code: number | null; readonly out: string; readonly err: string};

/** Neither the settings of whoever runs the tests, nor of a git that runs them as a hook. */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  CI: 'true',
};

export function say(folder: string, command: string, words: readonly string[], more: NodeJS.ProcessEnv = {}): Said {
  const {status, stdout, stderr} = spawnSync(command, words, {
    cwd: folder,
    encoding: 'utf8',
    env: {...env, ...more},
  });
  return {code: status, out: stdout, err: stderr};
}

export function git(folder: string, ...words: readonly string[]): Said {
  return say(folder, 'git', ['-c', 'user.name=ann', '-c', 'user.email=ann@example.com', ...words]);
}

/** A temporary folder with these files, by their paths in it. */
export async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-tree-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  await write(folder, files);
  return folder;
}

export async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), {recursive: true});
    await writeFile(join(folder, path), content);
  }
}
