import {StringDecoder} from 'node:string_decoder';
import type {Clock} from '../clock.ts';
import {giveUp, isOneKey, isPaste, type Key, readKeys} from './key-input.ts';

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

/** A torn sequence may come in two reads over a slow line; where nothing more comes in time, a person pressed Escape, or Escape and `[`. */
const escapeHoldMs = 100;
/** A paste whose next piece takes longer than this is broken off: half a key or half a reason would be taken for the whole. */
const pasteHoldMs = 1500;
/** What comes of a paste that broke off is dropped up to its end, or until no piece of it has come for this long. */
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
  /** When a paste whose end has not come is waited for no longer. */
  #pasteUntil = 0;
  /** Escape came by itself; a moment later it is known to have been pressed. */
  #isEscape = false;
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
    this.#isEscape = /^\x1b+$/.test(text);
    const wasTail = this.#isTail;
    const wasPaste = wasTail || isPaste(this.#held);
    const {keys, rest, isTail = false} = readKeys(this.#held + text, wasTail);
    this.#held = rest;
    this.#isTail = isTail;
    // A terminal sends a paste in pieces, a person one key at a time: whoever presses keys must not make the wait longer.
    if (isTail !== wasTail || !wasPaste || !isOneKey(text)) this.#waitLonger();
    if (wasTail && !isTail) this.#tell('paste-over');
    if (wasTail && isTail && rest === '' && isOneKey(text)) this.#tell('paste-awaited');
    for (const key of keys) this.#options.onKey(key);
    this.#waitOn();
  };

  #tell(name: 'paste-cut' | 'paste-awaited' | 'paste-over'): void {
    this.#options.onKey({name});
  }

  #waitLonger(): void {
    this.#pasteUntil = this.#options.clock.now().getTime() + (this.#isTail ? tailHoldMs : pasteHoldMs);
  }

  #waitOn(): void {
    const left = Math.max(0, this.#pasteUntil - this.#options.clock.now().getTime());
    if (this.#isTail) void this.#waitForRest(this.#isEscape ? escapeHoldMs : left);
    else if (isPaste(this.#held)) void this.#waitForRest(left);
    else if (this.#held !== '') void this.#waitForRest(escapeHoldMs);
  }

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
    this.#giveUp();
  }

  /** Nothing came in time. */
  #giveUp(): void {
    const held = this.#held;
    this.#held = '';
    if (this.#isTail) {
      this.#isTail = false;
      this.#tell('paste-over');
      return;
    }
    this.#isTail = isPaste(held);
    for (const key of giveUp(held)) this.#options.onKey(key);
    if (!this.#isTail) return;
    this.#waitLonger();
    this.#waitOn();
  }
}
