import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {type TestContext, test} from 'node:test';
import xterm from '@xterm/headless';
import {launcher, run, tempRoot} from '../helpers/program.ts';

type Screen = {
  readonly script: ChildProcess;
  readonly shows: (text: string | RegExp) => Promise<void>;
  readonly all: () => string;
  readonly ended: Promise<unknown>;
};

/** The dashboard on a real terminal of 160 by 45, as util-linux `script` makes one. */
function open(t: TestContext, argv: readonly string[]): Screen {
  const command = `stty rows 45 cols 160; '${process.execPath}' '${launcher}' ${argv.map((word) => `'${word}'`).join(' ')}; echo "ended with $?"; stty -a`;
  const env = {PATH: process.env.PATH ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', CI: 'true'};
  const script = spawn('script', ['-qfec', command, '/dev/null'], {env});
  t.after(() => script.kill('SIGKILL'));
  const terminal = new xterm.Terminal({cols: 160, rows: 45, allowProposedApi: true});
  const lines = () =>
    Array.from({length: terminal.rows}, (_, y) =>
      terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y)?.translateToString(true),
    );
  let drawn = '';
  script.stdout.setEncoding('utf8').on('data', (piece: string) => {
    drawn += piece;
    terminal.write(piece);
  });
  return {
    script,
    all: () => drawn,
    ended: new Promise((resolve) => script.on('close', resolve)),
    shows: async (text) => {
      while (!lines().join('\n').match(text)) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

test('the demo on a terminal splashes, builds on its own engine, and gives the terminal back', async (t) => {
  const root = await tempRoot(t);
  const screen = open(t, ['--demo', '--speed', 'max', '--root', root]);
  await screen.shows('engine: this dashboard');
  await screen.shows(/3 FINAL +3,\d{3}/);
  // The splash stood on these rows before: the dashboard has to begin at the first.
  await screen.shows(/^ symbol-universe/);

  const status = JSON.parse((await run(['status', '--json', '--sample', '--root', root])).stdout);
  screen.script.stdin?.write('q');
  await screen.ended;

  assert.equal(status.writer.kind, 'dashboard');
  const drawn = screen.all();
  assert.ok(drawn.indexOf('opening') < drawn.indexOf('engine'));
  assert.match(drawn, /ended with 0/);
  assert.ok(drawn.lastIndexOf('\u001b[?1049l') > drawn.lastIndexOf('\u001b[?1049h'));
  assert.ok(drawn.lastIndexOf('\u001b[?25h') > drawn.lastIndexOf('\u001b[?25l'));
  assert.match(drawn.slice(drawn.indexOf('ended with')), /[^-]icanon.*[^-]echo\b/s);
});

test('SIGTERM gives the terminal back too', async (t) => {
  const root = await tempRoot(t);
  const screen = open(t, ['--sample', '--root', root]);
  await screen.shows('engine: this dashboard');

  const {pid} = JSON.parse((await run(['status', '--json', '--sample', '--root', root])).stdout).writer;
  spawn('/bin/sh', ['-c', `kill -TERM $(ps -o ppid= -p ${pid})`]);
  await screen.ended;

  const drawn = screen.all();
  assert.match(drawn, /ended with 143/);
  assert.ok(drawn.lastIndexOf('\u001b[?1049l') > drawn.lastIndexOf('\u001b[?1049h'));
});

test('a broken setting ends the splash and is said on the terminal as it was', async (t) => {
  const root = await tempRoot(t);
  const screen = open(t, ['--sample', '--root', root, '--profile', 'UPPER']);

  await screen.ended;

  assert.match(screen.all(), /--profile wants a name such as ibkr, not "UPPER"[\s\S]*ended with 2/);
});
