import {type ChildProcess, spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';

export const size = {columns: 200, rows: 50} as const;

/** Silence that ends an answer; the next key comes no sooner. */
const silenceMs = 50;
const noAnswerMs = 3000;

/** What came back for one key: when its last byte did, and how much it was. */
export type Answer = {readonly ms: number; readonly bytes: number};
type Chunk = {readonly at: number; readonly bytes: Buffer};

/**
 * A program on a real terminal of 200x50, as util-linux `script` makes one: Node has no pty, and `script` is on every machine
 * that has this project's tests. Its relay costs every program the same part of a millisecond.
 */
export class Pty {
  readonly #child: ChildProcess;
  readonly #begun: number;
  readonly #chunks: Chunk[] = [];
  readonly ended: Promise<void>;

  constructor(command: readonly string[], env: NodeJS.ProcessEnv) {
    const words = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    const line = `stty cols ${size.columns} rows ${size.rows}; exec ${words}`;
    this.#begun = performance.now();
    // CI=true makes terminal programs think that nobody looks.
    const {CI: _ci, NO_COLOR: _noColor, TMUX: _tmux, LC_ALL: _all, LC_CTYPE: _type, ...rest} = {...process.env, ...env};
    this.#child = spawn('script', ['-qfec', line, '/dev/null'], {
      env: {...rest, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh'},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#chunks.push({at: performance.now(), bytes}));
    this.ended = new Promise((resolve) => this.#child.once('exit', () => resolve()));
  }

  /** Types, and waits for the whole answer. */
  async ask(keys: string, silence = silenceMs): Promise<Answer> {
    const from = performance.now();
    const before = this.#chunks.length;
    this.#child.stdin?.write(keys);
    const last = await this.quiet(before, from, silence);
    const bytes = this.#chunks.slice(before).reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    return {ms: last - from, bytes};
  }

  /** Until nothing has come for a while; when the last thing came. */
  async quiet(before = this.#chunks.length, from = performance.now(), silence = silenceMs): Promise<number> {
    for (;;) {
      const now = performance.now();
      const last = this.#chunks.length > before ? (this.#chunks.at(-1)?.at ?? from) : undefined;
      if (last !== undefined && now - last >= silence) return last;
      if (last === undefined && now - from >= noAnswerMs) return now;
      await sleep(last === undefined ? 2 : Math.max(1, silence - (now - last)));
    }
  }

  /** Milliseconds from exec to the first bytes after which the screen shows this. Looked up afterwards, so that looking costs nothing. */
  async shownAfter(shows: (text: string) => boolean, patienceMs = 120_000): Promise<number> {
    const screen = newScreen();
    let read = 0;
    for (const deadline = this.#begun + patienceMs; performance.now() < deadline; await sleep(100)) {
      for (; read < this.#chunks.length; read++) {
        const {at, bytes} = this.#chunks[read] as Chunk;
        await new Promise<void>((resolve) => screen.write(bytes, resolve));
        if (shows(textOf(screen))) return at - this.#begun;
      }
    }
    throw new Error(`It never showed it. It shows:\n${textOf(screen)}`);
  }

  /** Processor time of the program itself so far, in milliseconds: noise of the machine does not count in it. */
  cpuMs(): number {
    const fields = readFileSync(`/proc/${this.#pid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // Ticks of user and of system time, a hundred a second on every Linux of today.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** The program took the place of the shell that set the size. */
  #pid(): number {
    const {pid} = this.#child;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
  }

  async end(keys: string): Promise<void> {
    this.#child.stdin?.write(keys);
    await Promise.race([this.ended, sleep(10_000)]);
    this.#child.kill('SIGHUP');
  }
}

function newScreen(): xterm.Terminal {
  const screen = new xterm.Terminal({cols: size.columns, rows: size.rows, allowProposedApi: true, scrollback: 0});
  screen.loadAddon(new Unicode11Addon());
  screen.unicode.activeVersion = '11';
  return screen;
}

function textOf(screen: xterm.Terminal): string {
  const {active} = screen.buffer;
  return Array.from({length: screen.rows}, (_, y) => active.getLine(y)?.translateToString(true) ?? '').join('\n');
}
