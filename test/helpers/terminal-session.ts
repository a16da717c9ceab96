import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';

/** A program on a real terminal of a given size: under tmux where there is one, else under util-linux `script`. */
export type TerminalSession = {
  /** What is on the screen now, in a terminal that can be read cell by cell. */
  readonly look: () => Promise<xterm.Terminal>;
  readonly type: (keys: string) => void;
  /** What a person finds who scrolls back as far as it goes; under `script` no more than the screen. */
  readonly scrolled: () => Promise<string>;
  readonly end: () => Promise<void>;
};

export type Start = {
  readonly command: readonly string[];
  readonly columns: number;
  readonly rows: number;
  readonly env: NodeJS.ProcessEnv;
};

export function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

export function startOnTerminal(start: Start): TerminalSession {
  return hasProgram('tmux') ? underTmux(start) : underScript(start);
}

/** CI=true makes terminal programs think that nobody looks. */
function peopleEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {CI: _ci, NO_COLOR: _noColor, TMUX: _tmux, LC_ALL: _all, LC_CTYPE: _type, ...rest} = env;
  return {...rest, TERM: 'xterm-256color', LANG: 'C.UTF-8'};
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

function underTmux({command, columns, rows, env}: Start): TerminalSession {
  // A server of its own, so that nobody's sessions and settings are touched.
  const server = ['-L', `pictures-${process.pid}-${columns}x${rows}`, '-f', '/dev/null'];
  const tmux = (...words: string[]): string =>
    execFileSync('tmux', [...server, ...words], {env: peopleEnv(env), encoding: 'utf8', stdio: 'pipe'});
  tmux('new-session', '-d', '-s', 's', '-x', String(columns), '-y', String(rows), quoted(command));
  tmux('set-option', '-g', 'status', 'off');
  // The status line took a row before it was off.
  tmux('resize-window', '-t', 's', '-x', String(columns), '-y', String(rows));
  return {
    look: async () =>
      interpreted(tmux('capture-pane', '-e', '-N', '-p', '-t', 's').replace(/\n$/, ''), {columns, rows}),
    type: (keys) => void tmux('send-keys', '-t', 's', '-l', keys),
    scrolled: async () => tmux('capture-pane', '-p', '-S', '-', '-t', 's'),
    end: async () => {
      try {
        tmux('kill-server');
      } catch {
        // The program ended by itself, and its server with it.
      }
    },
  };
}

function underScript({command, columns, rows, env}: Start): TerminalSession {
  const line = `stty cols ${columns} rows ${rows}; exec ${quoted(command)}`;
  const child: ChildProcess = spawn('script', ['-qfec', line, '/dev/null'], {
    env: peopleEnv(env),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const screen = newScreen({columns, rows});
  child.stdout?.on('data', (bytes: Buffer) => screen.write(bytes));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    look: async () => {
      await new Promise<void>((resolve) => screen.write('', resolve));
      return screen;
    },
    type: (keys) => void child.stdin?.write(keys),
    scrolled: async () => textOf(screen),
    end: async () => {
      child.kill('SIGHUP');
      await Promise.race([ended, sleep(3000)]);
    },
  };
}

async function interpreted(ansi: string, size: {columns: number; rows: number}): Promise<xterm.Terminal> {
  const screen = newScreen(size);
  await new Promise<void>((resolve) => screen.write(ansi, resolve));
  return screen;
}

function newScreen({columns, rows}: {columns: number; rows: number}): xterm.Terminal {
  const screen = new xterm.Terminal({cols: columns, rows, convertEol: true, allowProposedApi: true, scrollback: 0});
  screen.loadAddon(new Unicode11Addon());
  screen.unicode.activeVersion = '11';
  return screen;
}

export function textOf(screen: xterm.Terminal): string {
  const buffer = screen.buffer.active;
  return Array.from(
    {length: screen.rows},
    (_, y) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '',
  ).join('\n');
}
