import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';

/** A terminal in memory: what a program writes is interpreted by xterm, what a person types goes to its input. */
export class FakeTerminal {
  readonly screen: xterm.Terminal;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: PassThrough & {
    isTTY: boolean;
    setRawMode: (isRaw: boolean) => unknown;
    ref: () => unknown;
    unref: () => unknown;
  };
  /** Every write since `forget`. */
  written: string[] = [];
  isRaw = false;

  constructor(columns: number, rows: number) {
    // No tty driver stands between, so line feeds must bring the carriage return themselves.
    this.screen = new xterm.Terminal({cols: columns, rows, convertEol: true, allowProposedApi: true, scrollback: 0});
    this.screen.loadAddon(new Unicode11Addon());
    this.screen.unicode.activeVersion = '11';
    const write = (text: string, ...more: unknown[]): boolean => {
      this.written.push(text);
      const done = more.find((m) => typeof m === 'function') as (() => void) | undefined;
      this.screen.write(text, done);
      return true;
    };
    // Only what Ink and the dashboard use of a WriteStream.
    this.stdout = Object.assign(new EventEmitter(), {
      isTTY: true,
      columns,
      rows,
      write,
    }) as unknown as NodeJS.WriteStream;
    const setRawMode = (isRaw: boolean): void => {
      this.isRaw = isRaw;
    };
    this.stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode, ref: () => {}, unref: () => {}});
  }

  /** One read of the program, as a burst over a slow line arrives. */
  type(bytes: string): void {
    this.stdin.write(bytes);
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    Object.assign(this.stdout, {columns, rows});
    this.stdout.emit('resize');
  }

  lines(): readonly string[] {
    const buffer = this.screen.buffer.active;
    return Array.from({length: this.screen.rows}, (_, y) => {
      const line = buffer.getLine(buffer.viewportY + y);
      let end = this.screen.cols;
      // A line keeps what stood beyond the edge of a terminal that has become narrower; what was never written is no space.
      while (end > 0 && line?.getCell(end - 1)?.getChars() === '' && line.getCell(end - 1)?.getWidth() === 1) end--;
      return line?.translateToString(false, 0, end) ?? '';
    });
  }

  text(): string {
    return this.lines().join('\n');
  }

  forget(): void {
    this.written = [];
  }

  bytes(): number {
    return Buffer.byteLength(this.written.join(''));
  }

  /** Until the screen shows it; the last frame is in the message when it never does. */
  async until(shows: (text: string) => boolean): Promise<string> {
    for (let i = 0; i < 600; i++) {
      await this.settle();
      if (shows(this.text())) return this.text();
    }
    throw new Error(`The screen never showed it. It shows:\n${this.text()}`);
  }

  /** Everything that was on its way is drawn. */
  async settle(): Promise<void> {
    await sleep(8);
    await new Promise<void>((resolve) => this.screen.write('', resolve));
  }
}
