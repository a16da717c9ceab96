import {StringDecoder} from 'node:string_decoder';
import type {Clock} from '../clock.ts';
import {giveUp, type Key, pasteStart, readKeys} from './key-input.ts';

/** The part of a terminal's input that is needed here; a test passes a plain stream. */
export type TerminalInput = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
  readonly ref?: () => unknown;
  readonly unref?: () => unknown;
};

export type KeyboardOptions = {
  readonly stdin: TerminalInput;
  readonly stdout: NodeJS.WritableStream;
  readonly clock: Clock;
  readonly onKey: (key: Key) => void;
};

/** A torn sequence may come in two reads over a slow line; a person cannot press Escape and `[` this fast. */
const escapeHoldMs = 100;
const pasteHoldMs = 1500;
/** A line that stalls longer than this in the middle of a paste has lost its end. */
const tailHoldMs = 10_000;
/** Presses and the wheel, in the form that has no limit of columns. */
const mouseOn = '\x1b[?1000h\x1b[?1006h';
const mouseOff = '\x1b[?1006l\x1b[?1000l';

/**
 * Reads the terminal itself, so that Ink never does: two readers starve each other (seen in other Ink programs),
 * and only one place must know how to leave raw mode.
 */
export class Keyboard {
  readonly #options: KeyboardOptions;
  readonly #decoder = new StringDecoder('utf8');
  #held = '';
  #isTail = false;
  #hold: AbortController | undefined;
  #isOpen = false;
  #hasMouse = false;

  constructor(options: KeyboardOptions) {
    this.#options = options;
  }

  /** Raw mode on and bracketed paste asked for; keys arrive from here on. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const {stdin, stdout} = this.#options;
    stdin.setRawMode?.(true);
    stdin.ref?.();
    stdin.on('data', this.#onData);
    stdin.resume();
    stdout.write('\x1b[?2004h');
    if (this.#hasMouse) stdout.write(mouseOn);
  }

  /** The mouse is reported, now and whenever the keyboard is open, or it is not. */
  followMouse(isOn: boolean): void {
    if (this.#isOpen && isOn !== this.#hasMouse) this.#options.stdout.write(isOn ? mouseOn : mouseOff);
    this.#hasMouse = isOn;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const {stdin, stdout} = this.#options;
    this.#hold?.abort();
    this.#held = '';
    this.#isTail = false;
    stdin.off('data', this.#onData);
    stdin.pause();
    stdin.unref?.();
    stdin.setRawMode?.(false);
    if (this.#hasMouse) stdout.write(mouseOff);
    stdout.write('\x1b[?2004l');
  }

  readonly #onData = (chunk: Buffer | string): void => {
    this.#hold?.abort();
    const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    const {keys, rest, isTail = false} = readKeys(this.#held + text, this.#isTail);
    this.#held = rest;
    this.#isTail = isTail;
    for (const key of keys) this.#options.onKey(key);
    if (isTail) void this.#waitForRest(tailHoldMs);
    else if (rest !== '') void this.#waitForRest(rest.startsWith(pasteStart) ? pasteHoldMs : escapeHoldMs);
  };

  async #waitForRest(ms: number): Promise<void> {
    this.#hold = new AbortController();
    const {signal} = this.#hold;
    try {
      await this.#options.clock.sleep(ms, signal);
    } catch (thrown) {
      // More bytes came: they decide.
      if (signal.aborted) return;
      throw thrown;
    }
    const keys = this.#isTail ? [] : giveUp(this.#held);
    // A paste that stalls is told of as far as it came; what comes of it later is no key either.
    this.#isTail = !this.#isTail && this.#held.startsWith(pasteStart);
    this.#held = '';
    for (const key of keys) this.#options.onKey(key);
    if (this.#isTail) void this.#waitForRest(tailHoldMs);
  }
}
