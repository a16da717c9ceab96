import type {Clock} from '../clock.ts';
import {pagesOf} from './pages.ts';

export type RevealScreen = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly clock: Clock;
  /** Does something should the process end meanwhile; returns how to let go of that. */
  readonly atExit: (work: () => void) => () => void;
};

/** For each page. */
const patienceMs = 30_000;
const enter = '\x1b[?1049h\x1b[?25l\x1b[2J';
const leave = '\x1b[?1049l\x1b[?25h';

/**
 * Shows lines on the terminal's other screen until a key is pressed, thirty seconds a page at most, and wipes them line by line before
 * it leaves: that screen has no scrollback, and a terminal that keeps a copy of what is erased at once keeps blank lines. Some
 * terminals have no other screen. So nothing ever scrolls: what is hidden is gone.
 */
export async function revealOn(screen: RevealScreen, lines: readonly string[]): Promise<void> {
  const {input, output, clock, atExit} = screen;
  let pages = pagesOf(lines, sizeOf(output));
  let at = 0;
  const draw = (): void => void output.write(drawn(pages[at] ?? [], sizeOf(output).rows));
  const hide = (): void => {
    output.write(`${drawn([], sizeOf(output).rows)}\x1b[2J\x1b[H${leave}`);
    input.setRawMode(false).pause();
  };
  const fitAgain = (): void => {
    pages = pagesOf(lines, sizeOf(output));
    at = 0;
    draw();
  };
  // A signal ends the process at once, and would leave the secret on the screen and the terminal deaf.
  const letGo = atExit(hide);
  input.setRawMode(true).resume();
  output.write(enter);
  draw();
  output.on('resize', fitAgain);
  while ((await pressed(input, clock)) === ' ' && at < pages.length - 1) {
    at++;
    draw();
  }
  output.off('resize', fitAgain);
  letGo();
  hide();
}

/** Some terminals say that they have no size at all. */
function sizeOf({rows, columns}: NodeJS.WriteStream): {readonly rows: number; readonly columns: number} {
  return {rows: rows || 24, columns: columns || 80};
}

/** Every row anew, and going down a row instead of breaking the line: that never scrolls. */
function drawn(page: readonly string[], rows: number): string {
  return `\x1b[H${Array.from({length: rows}, (_, row) => `\x1b[2K${page[row] ?? ''}`).join('\x1b[E')}`;
}

/** The first key; undefined where nobody pressed one in time. */
async function pressed(input: NodeJS.ReadStream, clock: Clock): Promise<string | undefined> {
  const over = new AbortController();
  let key: string | undefined;
  const end = (bytes: Buffer | string): void => {
    key = String(bytes);
    over.abort();
  };
  input.once('data', end);
  await clock.sleep(patienceMs, over.signal).catch(() => {
    // A key was pressed.
  });
  input.off('data', end);
  return key;
}
