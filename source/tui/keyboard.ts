import {StringDecoder} from 'node:string_decoder';
import type {Clock} from '../clock.ts';
import {giveUp, type Key, readKeys} from './key-input.ts';

/** The part of a terminal's input that is needed here; a test passes a plain stream. */
export type TerminalInput = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
  readonly ref?: () => unknown;
  readonly unref?: () => unknown;
};

/** A torn sequence may come in two reads over a slow line; a person cannot press Escape and `[` this fast. */
const escapeHoldMs = 100;
const pasteHoldMs = 1500;

export type Keyboard = {
  /** Raw mode on and bracketed paste asked for; keys arrive from here on. */
  readonly open: () => void;
  readonly close: () => void;
};

/**
 * Reads the terminal itself, so that Ink never does: two readers starve each other (seen in other Ink programs),
 * and only one place must know how to leave raw mode.
 */
export function makeKeyboard(
  {stdin, stdout, clock}: {stdin: TerminalInput; stdout: NodeJS.WritableStream; clock: Clock},
  onKey: (key: Key) => void,
): Keyboard {
  const decoder = new StringDecoder('utf8');
  let held = '';
  let hold: AbortController | undefined;
  let isOpen = false;

  function onData(chunk: Buffer | string): void {
    hold?.abort();
    const {keys, rest} = readKeys(held + (typeof chunk === 'string' ? chunk : decoder.write(chunk)));
    held = rest;
    for (const key of keys) onKey(key);
    if (rest !== '') void waitForRest(rest.startsWith('\x1b[200~') ? pasteHoldMs : escapeHoldMs);
  }

  async function waitForRest(ms: number): Promise<void> {
    hold = new AbortController();
    const {signal} = hold;
    try {
      await clock.sleep(ms, signal);
    } catch (thrown) {
      // More bytes came: they decide.
      if (signal.aborted) return;
      throw thrown;
    }
    const keys = giveUp(held);
    held = '';
    for (const key of keys) onKey(key);
  }

  return {
    open() {
      if (isOpen) return;
      isOpen = true;
      stdin.setRawMode?.(true);
      stdin.ref?.();
      stdin.on('data', onData);
      stdin.resume();
      stdout.write('\x1b[?2004h');
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      hold?.abort();
      held = '';
      stdin.off('data', onData);
      stdin.pause();
      stdin.unref?.();
      stdin.setRawMode?.(false);
      stdout.write('\x1b[?2004l');
    },
  };
}
