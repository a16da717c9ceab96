import {readFileSync} from 'node:fs';
import type {Written} from './search.ts';

const everyMs = 15;

/**
 * Looks every few milliseconds at all processes below this one, and keeps what anybody on the machine could read of them: their
 * command lines and the environments that they were started with.
 */
export class WatchedProcesses {
  readonly #seen = new Map<string, Written>();
  readonly #timer: NodeJS.Timeout;
  readonly #started = new Map<number, string>();

  constructor() {
    this.#timer = setInterval(() => this.#look(process.pid), everyMs);
  }

  /** For people: what it and all below it are doing. */
  name(pid: number | undefined, words: string): void {
    if (pid !== undefined) this.#started.set(pid, words);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  written(): Iterable<Written> {
    return this.#seen.values();
  }

  #look(pid: number): void {
    for (const child of read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number)) {
      const words = this.#started.get(child) ?? this.#started.get(pid) ?? `process ${child}`;
      this.#started.set(child, words);
      for (const what of ['cmdline', 'environ']) {
        const bytes = read(`/proc/${child}/${what}`);
        const place = `${what} of ${roleOf(read(`/proc/${child}/cmdline`))} in ${words}`;
        this.#seen.set(`${place} ${bytes}`, {place, bytes});
      }
      this.#look(child);
    }
  }
}

/** What a person started holds in its environment what they put there; what the product starts must not. */
function roleOf(commandLine: string): string {
  if (commandLine.includes('engine-host')) return 'an engine host';
  return commandLine.includes('new-key') || commandLine.includes('next-key') ? 'a hook' : 'a command';
}

/** A process may end at any time. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
