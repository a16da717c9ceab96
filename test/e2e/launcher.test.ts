import assert from 'node:assert/strict';
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {copyFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {oldNode} from '../helpers/old-node.ts';
import {launcher, run, tempRoot} from '../helpers/program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const old = oldNode();
const skip = old === undefined ? 'this machine has no Node before 24' : false;

test('an old Node hands over to the one beside the program', {skip}, () => {
  const version = execFileSync(old ?? '', [launcher, '--version'], {encoding: 'utf8'});

  assert.match(version, /^\d+\.\d+\.\d+\n$/);
});

test('an old Node without a newer one beside it says what is missing', {skip}, async (t) => {
  const alone = await tempRoot(t);
  for (const name of ['universe.js', 'hardening.js', 'secrets.js']) {
    await copyFile(join(dirname(launcher), name), join(alone, name));
  }
  await writeFile(join(alone, 'package.json'), '{"type":"module"}');

  const {status, stdout, stderr} = spawnSync(old ?? '', [join(alone, 'universe.js'), '--version'], {encoding: 'utf8'});

  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /^universe needs Node 24\.15 or later \(not 25\); this is \d+\.\d+\.\d+\. Install it.*\n$/);
});

test('a signal to the old Node reaches the program, whose exit code comes back', {skip}, async (t) => {
  const child = spawn(old ?? '', [launcher, 'build', '--sample', '--speed', '3', '--root', await tempRoot(t)]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
    if (stderr.includes('Pass collect finished')) child.kill('SIGTERM');
  });

  const code = await new Promise((resolve) => child.on('close', resolve));

  assert.equal(code, 143);
});

test('when the old Node is killed, the program that it started ends too', {skip}, async (t) => {
  const place = ['--sample', '--speed', '3', '--root', await tempRoot(t)];
  const child = spawn(old ?? '', [launcher, 'build', ...place]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
    if (stderr.includes('Pass collect finished')) child.kill('SIGKILL');
  });

  // Its streams are closed once the program has ended too.
  await new Promise((resolve) => child.on('close', resolve));

  assert.match(stderr, /Stopping at the next batch/);
  assert.equal(JSON.parse((await run(['status', '--json', ...place])).stdout).writer.held, false);
});

test('when the dashboard is killed, the old Node gives the terminal back and says so', {skip}, async (t) => {
  const place = `--sample --root '${await tempRoot(t)}'`;
  const shell = `stty rows 40 cols 120; '${old}' '${launcher}' ${place}; echo "ended with $?"; stty -a`;
  const env = {PATH: process.env.PATH ?? '', TERM: 'xterm-256color', XDG_CONFIG_HOME: await tempRoot(t)};
  const child = spawn('script', ['-qfec', shell, '/dev/null'], {env});
  t.after(() => child.kill('SIGKILL'));
  let drawn = '';
  let isKilled = false;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    drawn += piece;
    if (isKilled || !drawn.includes('engine: this dashboard')) return;
    isKilled = true;
    // The shell's child is the old Node, whose child is the dashboard.
    process.kill(onlyChild(onlyChild(onlyChild(child.pid ?? 0))), 'SIGKILL');
  });

  await new Promise((resolve) => child.on('close', resolve));

  assert.match(drawn, /The dashboard was ended by SIGKILL\.[\s\S]*ended with 137/);
  assert.ok(drawn.lastIndexOf('\x1b[?1049l') > drawn.lastIndexOf('\x1b[?1049h'));
  assert.ok(drawn.lastIndexOf('\x1b[?25h') > drawn.lastIndexOf('\x1b[?25l'));
  assert.match(drawn.slice(drawn.lastIndexOf('ended with')), /(?<!-)\bicanon\b/);
});

function onlyChild(pid: number): number {
  return Number(execFileSync('pgrep', ['-P', String(pid)], {encoding: 'utf8'}).trim());
}

test('what has not changed is not built again', () => {
  const build = () => spawnSync(process.execPath, [join(root, 'source/bin/build.js')], {encoding: 'utf8'});
  assert.equal(build().status, 0);
  const {ino} = statSync(launcher);

  const {status, stderr} = build();

  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(statSync(launcher).ino, ino);
});

test('packages that are installed are not installed again', () => {
  const {status, stderr} = spawnSync(process.execPath, [join(root, 'source/bin/ground.js')], {encoding: 'utf8'});

  assert.deepEqual([status, stderr], [0, '']);
});
