import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, readlinkSync} from 'node:fs';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {programBelow} from '../helpers/process-facts.ts';
import {launcher, run, tempRoot} from '../helpers/program.ts';

/** The program with these words on a terminal of 200x50; the shell around it says how it ended. */
async function onTerminal(t: TestContext, ...more: readonly string[]) {
  const root = await tempRoot(t);
  const place = ['--sample', '--root', root];
  const words = [process.execPath, launcher, ...more, ...place, '--speed', 'max'].map((word) => `'${word}'`).join(' ');
  const terminal = spawn('script', ['-qfec', `stty rows 50 cols 200; ${words}; echo "ended with $?"`, '/dev/null'], {
    env: {PATH: process.env.PATH ?? '', TERM: 'xterm-256color', XDG_CONFIG_HOME: join(root, 'config')},
  });
  t.after(() => terminal.kill('SIGKILL'));
  let drawn = '';
  terminal.stdout.setEncoding('utf8').on('data', (piece: string) => {
    drawn += piece;
  });
  const shows = async (text: string): Promise<void> => {
    while (!drawn.includes(text)) await sleep(20);
  };
  return {place, terminal, shows, drawn: () => drawn};
}

/** A dashboard on a terminal whose reader is stopped once the screen stands, and which draws until the terminal holds no more. */
async function unread(t: TestContext) {
  const {terminal, ...open} = await onTerminal(t);
  await open.shows('engine: this dashboard');
  const pid = programBelow(terminal.pid ?? 0);
  const device = readlinkSync(`/proc/${pid}/fd/1`);
  terminal.kill('SIGSTOP');
  for (let i = 0; i < 30; i++) {
    execFileSync('stty', ['-F', device, 'cols', String(i % 2 ? 200 : 199)]);
    await sleep(90);
  }
  return {...open, terminal, pid};
}

test('a dashboard whose terminal nobody reads ends in good time upon SIGTERM', {timeout: 60_000}, async (t) => {
  const {terminal, pid, shows, drawn} = await unread(t);

  process.kill(pid, 'SIGTERM');
  while (existsSync(`/proc/${pid}`)) await sleep(20);

  terminal.kill('SIGCONT');
  await shows('ended with');
  assert.match(drawn(), /ended with 143/);
});

test('a build goes on while nobody reads the screen, and what the terminal missed is one screen, the latest', {
  timeout: 60_000,
}, async (t) => {
  const {place, terminal, shows, drawn} = await unread(t);
  const missed = drawn().length;
  assert.equal((await run(['build', ...place, '--quiet'])).code, 0);

  terminal.kill('SIGCONT');
  await shows('sealed');
  await sleep(500);

  assert.ok(drawn().length - missed < 200_000, `${drawn().length - missed} characters`);
  terminal.stdin.write('q');
  await shows('ended with 0');
});

test('a build goes on while somebody holds its output with Ctrl-S, and Ctrl-Q shows all of it', {
  timeout: 60_000,
}, async (t) => {
  const {place, terminal, shows, drawn} = await onTerminal(t, 'build');
  await shows('Pass collect');
  terminal.stdin.write('\x13');
  await sleep(300);
  const held = drawn();
  const sealed = async () => JSON.parse((await run(['status', ...place, '--json'])).stdout).sealed;
  while ((await sealed()) === undefined) await sleep(200);
  assert.equal(drawn(), held);

  terminal.stdin.write('\x11');

  await shows('ended with 0');
  assert.match(drawn(), /Sealed [\d,]+ symbols/);
});
