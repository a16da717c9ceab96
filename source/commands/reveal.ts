import type {Clock} from '../clock.ts';

export type RevealScreen = {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly clock: Clock;
  /** Does something should the process end meanwhile; returns how to let go of that. */
  readonly atExit: (work: () => void) => () => void;
};

const patienceMs = 30_000;
const enter = '\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H';
const leave = '\x1b[?1049l\x1b[?25h';

/**
 * Shows lines on the terminal's other screen until a key is pressed, thirty seconds at most, and wipes them line by line before it
 * leaves: that screen has no scrollback, and a terminal that keeps a copy of what is erased at once keeps blank lines.
 */
export async function revealOn({input, output, clock, atExit}: RevealScreen, lines: readonly string[]): Promise<void> {
  const shown = [...lines, '', 'Any key hides them.'];
  const over = new AbortController();
  const end = (): void => over.abort();
  const hide = (): void => {
    output.write(`\x1b[H${shown.map(() => '\x1b[2K').join('\r\n')}\x1b[2J${leave}`);
    input.off('data', end).setRawMode(false).pause();
  };
  // A signal ends the process at once, and would leave the secret on the screen and the terminal deaf.
  const letGo = atExit(hide);
  input.setRawMode(true);
  input.once('data', end).resume();
  output.write(`${enter}${shown.join('\r\n')}`);
  try {
    await clock.sleep(patienceMs, over.signal).catch(() => {
      // A key was pressed.
    });
  } finally {
    letGo();
    hide();
  }
}
