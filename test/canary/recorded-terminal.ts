import {spawn} from 'node:child_process';
import xterm from '@xterm/headless';
import {type Given, type Site, until} from './site.ts';

export type Recorded = {
  readonly type: (keys: string) => void;
  /** What is on the screen now. */
  readonly text: () => string;
  readonly shows: (text: RegExp) => Promise<void>;
  /** Kept byte for byte for the search. */
  readonly end: () => Promise<void>;
};

const size = {rows: 50, cols: 200};

/** The command on a real terminal of 200 by 50, everything that it writes there recorded. */
export function onTerminal(site: Site, words: readonly string[], given: Given & {readonly name: string}): Recorded {
  const command = [process.execPath, site.launcher, ...words, ...site.place(given)]
    .map((word) => `'${word}'`)
    .join(' ');
  const line = `stty rows ${size.rows} cols ${size.cols}; ${command}; echo "ended with $?"`;
  const env = {...site.env(given.env), TERM: 'xterm-256color', SHELL: '/bin/sh'};
  const script = spawn('script', ['-qfec', line, '/dev/null'], {env});
  site.watch(script, given.name);
  const screen = new xterm.Terminal({...size, allowProposedApi: true});
  // Keys for somebody who has just left go nowhere.
  script.stdin.on('error', () => {});
  const pieces: Buffer[] = [];
  script.stdout.on('data', (piece: Buffer) => {
    pieces.push(piece);
    screen.write(piece);
  });
  const ended = new Promise<void>((resolve) => script.on('close', () => resolve()));
  const text = (): string =>
    Array.from({length: size.rows}, (_, y) =>
      screen.buffer.active.getLine(screen.buffer.active.viewportY + y)?.translateToString(true),
    ).join('\n');
  return {
    type: (keys) => void script.stdin.write(keys),
    text,
    shows: (wanted) => until(`${given.name} (${wanted})`, () => wanted.test(text())),
    end: async () => {
      await ended;
      site.said.push({place: `terminal of ${given.name}`, bytes: Buffer.concat(pieces)});
    },
  };
}
