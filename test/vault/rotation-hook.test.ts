import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {runHook} from '../../source/vault/rotation-hook.ts';
import {assertUnspoken, refusalOf} from '../helpers/unspoken.ts';
import {tempFolder} from '../store/store-fixture.ts';
import {made} from './vault-fixture.ts';

const environment = {PATH: process.env.PATH, HOME: '/home/olga', LANG: 'C', TZ: 'UTC', USER: 'olga'};

/** A program of a person's own, as they write them. */
async function script(t: TestContext, text: string): Promise<string> {
  const path = join(await tempFolder(t), 'hook');
  await writeFile(path, `#!/bin/sh\n${text}\n`);
  await chmod(path, 0o700);
  return path;
}

function run(command: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string> {
  return runHook({command, provider: 'alpaca', fields: ['keyId', 'secretKey'], environment: {...environment, ...more}});
}

test('what the program prints is the answer, whole and as it is', async (t) => {
  const value = `${made()} "ü"`;
  const program = await script(t, `printf '%s\\n\\n' '${value}'`);

  assert.equal(await run([program]), `${value}\n\n`);
});

test('its own arguments come first, then the provider and its fields, and no shell reads any of them', async (t) => {
  const program = await script(t, 'for word in "$@"; do echo "[$word]"; done');

  const printed = await run([program, '--from', 'a b', '$HOME; `id`', '*']);

  assert.equal(printed, '[--from]\n[a b]\n[$HOME; `id`]\n[*]\n[alpaca]\n[keyId]\n[secretKey]\n');
});

test('of the environment it gets where programs are and whose home it is, and nothing else', async (t) => {
  const secret = made();
  const program = await script(t, 'exec env');

  const printed = await run([program], {
    MASTER_ENCRYPTION_KEY: secret,
    VAULT_TOKEN: secret,
    NODE_OPTIONS: '--no-warnings',
  });

  // `PWD` and the like are the shell's own.
  const names = printed
    .split('\n')
    .map((line) => line.split('=')[0] ?? '')
    .filter((name) => !['', '_', 'PWD', 'OLDPWD', 'SHLVL'].includes(name));
  assert.deepEqual(names.sort(), ['HOME', 'LANG', 'PATH', 'TZ', 'USER']);
  assert.ok(!printed.includes(secret));
});

test('nothing stands on its standard input', async (t) => {
  const program = await script(t, 'wc -c');

  assert.match(await run([program]), /^\s*0\s*$/);
});

test('a program that ends with another code has failed, and nothing of what it said is quoted', async (t) => {
  const [out, error] = [made(), made()];
  const program = await script(t, `echo ${out}; echo ${error} >&2; exit 3`);

  const failure = await refusalOf(run([program]));

  assert.deepEqual([failure.code, failure.message], ['rotation.hook', `The rotation hook ${program} ended with 3.`]);
  assertUnspoken(failure, [out, error]);
});

test('what it says on standard error while it succeeds is no part of the answer', async (t) => {
  const program = await script(t, `echo ${made()} >&2; echo value`);

  assert.equal(await run([program]), 'value\n');
});

test('a program that is not there, or is none, cannot be started', async (t) => {
  const absent = join(await tempFolder(t), 'absent');
  const program = await script(t, '');
  await chmod(program, 0o600);

  assert.match((await refusalOf(run([absent]))).message, /could not be started \(ENOENT\)/);
  assert.match((await refusalOf(run([program]))).message, /could not be started \(EACCES\)/);
});

test('a program that was killed has failed', async (t) => {
  const program = await script(t, 'kill -9 $$');

  assert.match((await refusalOf(run([program]))).message, /took longer than two minutes, or was killed/);
});

test('a program that prints without end is stopped', async (t) => {
  const program = await script(t, 'exec yes');

  assert.match((await refusalOf(run([program]))).message, /printed more than a credential/);
});

test('what a hook leaves behind neither holds the rotation up nor lives on', async (t) => {
  const left = join(await tempFolder(t), 'left');
  const program = await script(t, `( sleep 100; echo late ) & echo $! > '${left}'; echo value`);

  assert.equal(await run([program]), 'value\n');

  const pid = Number(await readFile(left, 'utf8'));
  // It was told; that it goes takes the system a moment.
  while (await isAlive(pid)) await sleep(5);
});

/** One that is dead and not buried yet by whoever inherited it is a zombie. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat !== undefined && !stat.includes(') Z ');
}

test('a hook that leaves a flood behind is stopped at the limit', async (t) => {
  const program = await script(t, '( while :; do head -c 65536 /dev/zero; done ) & exit 0');

  assert.match((await refusalOf(run([program]))).message, /printed more than a credential/);
});

test('a hook ends with the process that runs it, and so does what it started', async (t) => {
  const left = join(await tempFolder(t), 'left');
  const program = await script(t, `sleep 100 & echo "$! $$" > '${left}'; wait`);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hook-child.ts'), program], {stdio: 'ignore'});
  let pids: readonly number[] = [];
  while (pids.length < 2) {
    await sleep(20);
    pids = (await readFile(left, 'utf8').catch(() => '')).trim().split(' ').filter(Boolean).map(Number);
  }

  child.kill('SIGTERM');

  await once(child, 'exit');
  for (const pid of pids) while (await isAlive(pid)) await sleep(5);
});
