import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import {type TestContext, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {oldNode} from '../helpers/old-node.ts';
import {descendantsOf, factsOf} from '../helpers/process-facts.ts';
import {launcher, run, start, tempRoot} from '../helpers/program.ts';

const skip = process.platform === 'linux' ? false : 'what is asserted stands in /proc';
const old = oldNode();
const skipOld = skip || (old === undefined ? 'this machine has no Node before 24' : false);

const canary = randomBytes(12).toString('hex');
const names = [
  'MASTER_ENCRYPTION_KEY',
  'VAULT_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];
const secrets = Object.fromEntries(names.map((name) => [name, `${name}-${canary}`]));
const watching = {NODE_OPTIONS: '--inspect=127.0.0.1:0 --max-old-space-size=512', NODE_DEBUG: 'http,net'};
const evening = ['--now', '2026-03-03T03:00:00Z'];

/** Alone, or as a dashboard starts it: the process ends with its pipe. */
function startEngineHost(t: TestContext, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [launcher, 'engine-host', ...argv], {
    env: {PATH: process.env.PATH ?? '', ...env},
  });
  t.after(() => child.kill('SIGKILL'));
  return {child, ...heard(child)};
}

function heard(child: ChildProcess) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  const says = async (words: string): Promise<void> => {
    while (!text.includes(words)) {
      if (child.exitCode !== null) throw new Error(`It ended without saying ${words}:\n${text}`);
      await sleep(10);
    }
  };
  return {says, said: () => text};
}

/** Asserts that nobody can look into a process, even after asking it to open its inspector. */
async function assertClosed(pid: number | undefined): Promise<void> {
  process.kill(Number(pid), 'SIGUSR1');
  await sleep(300);

  const {coreLimit, environment, commandLine, listening} = await factsOf(pid);

  assert.deepEqual(coreLimit, ['0', '0']);
  assert.deepEqual(listening, []);
  assert.doesNotMatch(environment, /--inspect|NODE_DEBUG/);
  assert.doesNotMatch(commandLine, /--inspect/);
}

/** A proxy that lets nobody through, and resolves with what it was told of whoever asked first. */
async function startProxy(t: TestContext) {
  let tell: (authorization: string) => void = () => {};
  const asked = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const server = createServer();
  server.on('connect', ({headers}: IncomingMessage, socket) => {
    tell(headers['proxy-authorization'] ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => server.close());
  const {port} = server.address() as AddressInfo; // listening on TCP: never a pipe's name
  return {HTTPS_PROXY: `http://ann:${canary}@127.0.0.1:${port}`, asked};
}

const basic = `Basic ${Buffer.from(`ann:${canary}`).toString('base64')}`;

test('nobody can look into the daemon, and it says nothing that a debugger asked for', {skip}, async (t) => {
  const place = ['--root', await tempRoot(t), '--sample', '--speed', '3'];
  const daemon = start(['--daemon', ...place], {env: {...secrets, ...watching}});
  t.after(() => daemon.child.kill('SIGKILL'));
  await daemon.said('daemon.ready');

  await assertClosed(daemon.child.pid);
  const {environment} = await factsOf(daemon.child.pid);
  const status = JSON.parse((await run(['status', '--json', ...place])).stdout);
  daemon.child.kill('SIGTERM');
  const {code, stderr} = await daemon.ended;

  assert.match(environment, /NODE_OPTIONS=--max-old-space-size=512\0/);
  assert.deepEqual([status.writer.kind, status.writer.pid, code], ['daemon', daemon.child.pid, 0]);
  // The first stage opened it before a line of the program ran; from then on there is none, and no line of NODE_DEBUG.
  const lines = stderr.split('\n').filter((line) => line !== '' && !/^Debugger |^For help, see:/.test(line));
  assert.ok(
    lines.every((line) => line.startsWith('{')),
    stderr,
  );
});

test('SIGUSR1 opens no inspector of the daemon', {skip}, async (t) => {
  const daemon = start(['--daemon', '--root', await tempRoot(t), '--sample', '--speed', '3']);
  t.after(() => daemon.child.kill('SIGKILL'));
  await daemon.said('daemon.ready');

  await assertClosed(daemon.child.pid);
  daemon.child.kill('SIGTERM');
  const {code, stderr} = await daemon.ended;

  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /Debugger listening/);
});

test('nobody can look into an engine host, which has its secrets from the pipe alone', {skip}, async (t) => {
  const proxy = await startProxy(t);
  const place = ['--root', await tempRoot(t), ...evening];
  const engine = startEngineHost(t, place, watching);
  engine.child.stdin?.write(`${JSON.stringify({...secrets, HTTPS_PROXY: proxy.HTTPS_PROXY})}\n`);
  await engine.says('ready\n');

  await assertClosed(engine.child.pid);
  const {environment, commandLine} = await factsOf(engine.child.pid);
  const build = start(['build', ...place.slice(0, 2)]);
  t.after(() => build.child.kill('SIGKILL'));

  assert.equal(await proxy.asked, basic);
  assert.doesNotMatch(environment + commandLine, new RegExp(canary));
  await run(['stop', ...place.slice(0, 2)]);
  const {stdout, stderr} = await build.ended;
  assert.doesNotMatch(stdout + stderr + engine.said(), new RegExp(canary));
});

test('secrets of the environment reach a build, and nothing that it says or writes', {skip}, async (t) => {
  const proxy = await startProxy(t);
  const place = ['--root', await tempRoot(t)];
  const build = start(['build', '--json', ...place, ...evening], {env: {...secrets, HTTPS_PROXY: proxy.HTTPS_PROXY}});
  t.after(() => build.child.kill('SIGKILL'));

  assert.equal(await proxy.asked, basic);
  build.child.kill('SIGTERM');
  const {stdout, stderr} = await build.ended;
  const ops = await run(['export', 'ops', '--format', 'json', ...place]);

  assert.match(ops.stdout, /build\.started/);
  assert.doesNotMatch(stdout + stderr + ops.stdout, new RegExp(canary));
});

test('the engine of a dashboard inherits no secret', {skip}, async (t) => {
  const place = ['--root', await tempRoot(t), '--sample', '--speed', '3'];
  const command = `stty rows 45 cols 160; exec '${process.execPath}' '${launcher}' ${place.join(' ')}`;
  const env = {PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', CI: 'true', ...secrets};
  const script = spawn('script', ['-qfec', command, '/dev/null'], {env});
  t.after(() => script.kill('SIGKILL'));
  await heard(script).says('engine: this dashboard');
  const {writer} = JSON.parse((await run(['status', '--json', ...place])).stdout);

  const {environment, commandLine} = await factsOf(writer.pid);
  const below = await descendantsOf(script.pid);
  script.stdin.write('q');
  await new Promise((resolve) => script.once('close', resolve));

  assert.equal(writer.kind, 'dashboard');
  assert.ok(below.includes(writer.pid));
  assert.doesNotMatch(environment + commandLine, new RegExp(canary));
});

test('the program of an old Node has the secrets, and its environment has not', {skip: skipOld}, async (t) => {
  const proxy = await startProxy(t);
  const place = ['--root', await tempRoot(t), ...evening];
  const launched = spawn(old ?? '', [launcher, 'build', ...place], {
    env: {PATH: process.env.PATH ?? '', ...secrets, ...watching, NODE_OPTIONS: '', HTTPS_PROXY: proxy.HTTPS_PROXY},
  });
  t.after(() => launched.kill('SIGKILL'));
  const {said} = heard(launched);
  assert.equal(await proxy.asked, basic);
  const [program, ...others] = await descendantsOf(launched.pid);

  await assertClosed(program);
  const {environment, commandLine} = await factsOf(program);
  launched.kill('SIGTERM');
  await new Promise((resolve) => launched.once('close', resolve));

  assert.deepEqual(others, []);
  assert.doesNotMatch(environment + commandLine + said(), new RegExp(canary));
});
