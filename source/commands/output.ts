import {styleText} from 'node:util';
import {clean} from '../universe/foreign-text.ts';

type Sink = {write: (text: string | Uint8Array) => unknown; readonly isTTY?: boolean; readonly columns?: number};
type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong';

export type Output = {
  /** To stdout: what was asked for. */
  readonly data: (text: string) => void;
  /** To stdout as it is: a file's content. */
  readonly raw: (chunk: string | Uint8Array) => void;
  /** One JSON document, or one line of a stream. */
  readonly json: (value: unknown, options?: {readonly line?: boolean}) => void;
  /** To stderr: progress and remarks; nothing with --quiet. */
  readonly note: (text: string) => void;
  /** To stderr, always: why it failed. */
  readonly error: (text: string) => void;
  /** Rewrites the last line of a terminal; nothing elsewhere. */
  readonly live: (text: string) => void;
  readonly paint: (tone: Tone, text: string) => string;
  readonly interactive: boolean;
  /** How wide the screen is that shows stdout; absent where it is no screen. */
  readonly columns?: number | undefined;
};

const tones: Record<Tone, Parameters<typeof styleText>[0]> = {
  good: 'green',
  bad: 'red',
  warn: 'yellow',
  dim: 'dim',
  strong: 'bold',
};

/** Data and progress never share a stream, so that `universe … > file` holds data alone. */
export function makeOutput(stdout: Sink, stderr: Sink, options: {quiet: boolean; colour: boolean}): Output {
  const erase = () => (stderr.isTTY && !options.quiet ? '\r\x1b[K' : '');
  return {
    data: (text) => stdout.write(`${text}\n`),
    raw: (chunk) => stdout.write(chunk),
    json: (value, {line = false} = {}) => stdout.write(`${JSON.stringify(value, undefined, line ? undefined : 2)}\n`),
    note: (text) => {
      if (!options.quiet) stderr.write(`${erase()}${text}\n`);
    },
    error: (text) => stderr.write(`${erase()}${clean(text)}\n`),
    live: (text) => {
      if (stderr.isTTY && !options.quiet) stderr.write(`${erase()}${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    paint: (tone, text) => (options.colour ? styleText(tones[tone], text, {validateStream: false}) : text),
    interactive: Boolean(stderr.isTTY),
    columns: stdout.isTTY ? stdout.columns : undefined,
  };
}
