import assert from 'node:assert/strict';
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import xterm from '@xterm/headless';
import {programBelow} from '../helpers/process-facts.ts';
import {launcher, tempRoot} from '../helpers/program.ts';

const isInteractive = 'of a person';

type Open = {
  readonly child: ChildProcess;
  readonly pid: () => number;
  readonly drawn: () => string;
  readonly shows: (text: string | RegExp) => Promise<string>;
  readonly ended: Promise<void>;
};

/** A program has no switch for its own mistakes; this is one. */
const throwsWhenAsked = 'data:text/javascript,process.on("SIGUSR2",()=>{throw new Error("planned")})';

/** The dashboard with the mouse on, on a terminal of 120x40; the shell around it says afterwards how the terminal is. */
async function open(t: TestContext, shell: 'of a script' | typeof isInteractive = 'of a script'): Promise<Open> {
  const root = await tempRoot(t);
  const program = `'${process.execPath}' --import '${throwsWhenAsked}' '${launcher}' --sample --root '${root}'; echo "ended with $?"; stty -a`;
  // Only a shell that a person works in has jobs.
  const command = `stty rows 40 cols 120; ${shell === isInteractive ? 'exec bash --norc --noprofile --noediting -i' : program}`;
  const env = {
    PATH: process.env.PATH ?? '',
    TERM: 'xterm-256color',
    SHELL: '/bin/bash',
    XDG_CONFIG_HOME: join(root, 'config'),
  };
  const child = spawn('script', ['-qfec', command, '/dev/null'], {env});
  t.after(() => child.kill('SIGKILL'));
  const screen = new xterm.Terminal({cols: 120, rows: 40, allowProposedApi: true});
  let drawn = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    drawn += piece;
    screen.write(piece);
  });
  if (shell === isInteractive) child.stdin.write(`${program}\r`);
  const text = (): string =>
    Array.from({length: screen.rows}, (_, y) => screen.buffer.active.getLine(y)?.translateToString(true)).join('\n');
  return {
    child,
    drawn: () => drawn,
    ended: new Promise((resolve) => child.once('close', () => resolve())),
    pid: () => programBelow(child.pid ?? 0),
    shows: async (wanted) => {
      for (let tries = 0; tries < 1500; tries++) {
        const now = text();
        if (typeof wanted === 'string' ? now.includes(wanted) : wanted.test(now)) return now;
        await sleep(20);
      }
      throw new Error(`It never showed ${wanted}. It shows:
${text()}`);
    },
  };
}

async function ready(t: TestContext): Promise<Open> {
  const screen = await open(t);
  await screen.shows('engine: this dashboard');
  screen.child.stdin?.write('M');
  await screen.shows('The mouse scrolls and chooses');
  return screen;
}

function assertRestored(drawn: string): void {
  for (const [on, off] of [
    ['\x1b[?1049h', '\x1b[?1049l'],
    ['\x1b[?25l', '\x1b[?25h'],
    ['\x1b[?2004h', '\x1b[?2004l'],
    ['\x1b[?1000h', '\x1b[?1000l'],
    ['\x1b[?1006h', '\x1b[?1006l'],
  ] as const) {
    assert.ok(
      drawn.lastIndexOf(off) > drawn.lastIndexOf(on),
      `${JSON.stringify(off)} after the last ${JSON.stringify(on)}`,
    );
  }
  const settings = drawn.slice(drawn.lastIndexOf('ended with'));
  assert.match(settings, /(?<!-)\bicanon\b/);
  assert.match(settings, /(?<!-)\becho\b/);
  assert.match(settings, /(?<!-)\bisig\b/);
}

for (const [how, code, leave] of [
  ['q', 0, (screen: Open) => screen.child.stdin?.write('q')],
  ['Ctrl-C', 0, (screen: Open) => screen.child.stdin?.write('\x03')],
  ['SIGINT', 130, (screen: Open) => process.kill(screen.pid(), 'SIGINT')],
  ['SIGTERM', 143, (screen: Open) => process.kill(screen.pid(), 'SIGTERM')],
  ['SIGHUP', 143, (screen: Open) => process.kill(screen.pid(), 'SIGHUP')],
  ['SIGQUIT', 131, (screen: Open) => process.kill(screen.pid(), 'SIGQUIT')],
  ['an error that nobody caught', 1, (screen: Open) => process.kill(screen.pid(), 'SIGUSR2')],
] as const) {
  test(`${how} leaves the terminal as it was, and ends with ${code}`, async (t) => {
    const screen = await ready(t);
    leave(screen);
    await screen.ended;

    assert.match(screen.drawn(), new RegExp(`ended with ${code}\\b`));
    assertRestored(screen.drawn());
  });
}

test('Ctrl-Z gives the terminal to the shell, and fg brings the same screen back, mouse and all', async (t) => {
  const screen = await open(t, isInteractive);
  const type = (keys: string): unknown => screen.child.stdin?.write(keys);
  await screen.shows('engine: this dashboard');
  type('M');
  await screen.shows('The mouse scrolls and chooses');
  type('\x1a');
  await screen.shows(/Stopped/);
  const away = screen.drawn();
  for (const off of ['\x1b[?1049l', '\x1b[?1000l', '\x1b[?2004l'])
    assert.ok(away.lastIndexOf(off) > away.lastIndexOf('\x1b[?1049h'));
  type('stty -a\r');
  await screen.shows(/(?<!-)\bicanon\b/);

  type('fg\r');
  await screen.shows('engine: this dashboard');
  const back = screen.drawn().slice(away.length);
  assert.ok(back.includes('\x1b[?1049h') && back.includes('\x1b[?1000h') && back.includes('\x1b[?2004h'));
  type('q');
  while (screen.drawn().lastIndexOf('\x1b[?1049l') < screen.drawn().lastIndexOf('\x1b[?1049h')) await sleep(20);
  await sleep(300);
  type('echo "ended with $?"; stty -a; exit\r');
  await screen.ended;

  assert.match(screen.drawn(), /\r\nended with 0\r/);
  assertRestored(screen.drawn());
});

test('Ctrl-Z where no shell could ever say fg comes back by itself, with every key', async (t) => {
  const screen = await ready(t);
  screen.child.stdin?.write('\x1a');
  while (screen.drawn().lastIndexOf('\x1b[?1049l') < 0) await sleep(20);
  while (screen.drawn().lastIndexOf('\x1b[?1049h') < screen.drawn().lastIndexOf('\x1b[?1049l')) await sleep(20);
  await screen.shows('engine: this dashboard');

  screen.child.stdin?.write('q');
  await screen.ended;
  assert.match(screen.drawn(), /ended with 0\b/);
  assertRestored(screen.drawn());
});

test('a closed terminal ends the dashboard and its engine', async (t) => {
  const screen = await ready(t);
  const dashboard = screen.pid();
  const [engine = 0] = readFileSync(`/proc/${dashboard}/task/${dashboard}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  screen.child.kill('SIGKILL');

  for (const pid of [dashboard, engine]) while (isAlive(pid)) await sleep(50);
  assert.notEqual(engine, 0);
});

test('an engine that is killed leaves the screen standing, and it says so or has another one', async (t) => {
  const screen = await ready(t);
  const dashboard = screen.pid();
  const [engine = 0] = readFileSync(`/proc/${dashboard}/task/${dashboard}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  process.kill(engine, 'SIGKILL');
  await sleep(1500);
  screen.child.stdin?.write('?');
  await screen.shows('Keys: Tables (Esc closes');
  screen.child.stdin?.write('\x03');
  await screen.ended;

  assertRestored(screen.drawn());
});

test('twenty sizes in a fifth of a second, and a shrink of the width alone, leave a whole screen', async (t) => {
  const screen = await ready(t);
  const device = deviceOf(screen.pid());
  for (let i = 0; i < 20; i++) {
    execFileSync('stty', ['-F', device, 'cols', String(100 + ((i * 37) % 90)), 'rows', String(30 + (i % 15))]);
  }
  execFileSync('stty', ['-F', device, 'cols', '110', 'rows', '40']);
  execFileSync('stty', ['-F', device, 'cols', '90']);
  await sleep(1200);
  const last = screen.drawn().slice(screen.drawn().lastIndexOf('\x1b[1H'));
  const picture = new xterm.Terminal({cols: 90, rows: 40, allowProposedApi: true});
  await new Promise<void>((resolve) => picture.write(last, resolve));
  const lines = Array.from({length: 40}, (_, y) => picture.buffer.active.getLine(y)?.translateToString(true) ?? '');

  assert.match(lines[0] ?? '', /^ symbol-universe/);
  assert.match(lines[39] ?? '', /^ b build/);
});

test('where no shell could say fg, a second Ctrl-Z costs no key', async (t) => {
  const screen = await ready(t);
  const type = (keys: string): unknown => screen.child.stdin?.write(keys);
  type('\x1a');
  await sleep(200);
  type('?');
  await sleep(10);
  type('\x1a');

  await screen.shows('Keys: Tables (Esc closes');
  type('\x03');
  await screen.ended;
});

test('a size that changed while a shell had the terminal is the size of the screen that comes back', async (t) => {
  const screen = await open(t, isInteractive);
  await screen.shows('engine: this dashboard');
  const device = deviceOf(screen.pid());
  screen.child.stdin?.write('\x1a');
  await screen.shows(/Stopped/);
  const away = screen.drawn().length;
  execFileSync('stty', ['-F', device, 'cols', '100', 'rows', '30']);
  screen.child.stdin?.write('fg\r');
  while (!screen.drawn().slice(away).includes('\x1b[30H')) await sleep(20);
  await sleep(500);

  const last = screen.drawn().slice(screen.drawn().lastIndexOf('\x1b[1H'));
  assert.match(last, /\x1b\[30H/);
  assert.doesNotMatch(last, /\x1b\[31H/);
  screen.child.stdin?.write('qexit\r');
});

for (const signal of ['SIGSTOP', 'SIGTSTP'] as const) {
  test(`stopped by ${signal} from outside, fg brings the screen and every key back`, async (t) => {
    const screen = await open(t, isInteractive);
    const type = (keys: string): unknown => screen.child.stdin?.write(keys);
    await screen.shows('engine: this dashboard');
    process.kill(screen.pid(), signal);
    await screen.shows(/Stopped/);
    const away = screen.drawn().length;
    type('fg\r');
    while (!screen.drawn().slice(away).includes('\x1b[1H')) await sleep(20);
    await screen.shows('engine: this dashboard');
    type('M');
    await screen.shows('The mouse scrolls and chooses');
    type('q');
    while (screen.drawn().lastIndexOf('\x1b[?1049l') < screen.drawn().lastIndexOf('\x1b[?1049h')) await sleep(20);
    await sleep(300);
    type('echo "ended with $?"; stty -a; exit\r');
    await screen.ended;

    assertRestored(screen.drawn());
  });
}

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const) {
  test(`${signal} before the first frame gives the terminal back, too`, async (t) => {
    const screen = await open(t);
    while (!screen.drawn().includes('opening')) await sleep(1);
    process.kill(screen.pid(), signal);
    await screen.ended;

    const drawn = screen.drawn();
    assert.match(drawn, /ended with (129|1[34]\d|0)/);
    assert.ok(drawn.lastIndexOf('\x1b[?1049l') > drawn.lastIndexOf('\x1b[?1049h'));
    assert.ok(drawn.lastIndexOf('\x1b[?25h') > drawn.lastIndexOf('\x1b[?25l'));
    assert.match(drawn.slice(drawn.lastIndexOf('ended with')), /(?<!-)\bicanon\b/);
  });
}

function deviceOf(pid: number): string {
  return `/dev/pts/${Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[4]) & 0xff}`;
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
