import type {Clock} from '../clock.ts';
import type {Connection} from '../provider/connection.ts';
import type {Pass, PassReport} from './event.ts';

export type Beat = {
  readonly pass: Pass;
  readonly done: number;
  readonly total: number;
  /** Symbols a second over the last ten seconds. */
  readonly rate: number;
  readonly etaMs?: number;
  readonly calls: Readonly<Record<string, number>>;
};

const beatMs = 1000;
const windowBeats = 10;

/** Measures the running pass: batches, errors, requests by provider, time; beats once a second while it runs. */
export class Meter {
  readonly #clock: Clock;
  readonly #connections: readonly Connection[];
  readonly #atStart: ReadonlyMap<string, number>;
  #pass: Pass = 'collect';
  #begunAt = 0;
  #callsBefore: Readonly<Record<string, number>> = {};
  #batches = 0;
  #largest = 0;
  #symbols = 0;
  #errors = 0;
  /** Calls as the last beat had them. */
  #said = 0;
  #kept: Readonly<Record<string, number>> = {};
  readonly #earlier: Readonly<Record<string, number>>;

  /** `earlier` are the calls of the runs before, of a build that is resumed, by provider. */
  constructor(clock: Clock, connections: readonly Connection[], earlier: Readonly<Record<string, number>> = {}) {
    this.#clock = clock;
    this.#earlier = earlier;
    this.#connections = connections;
    this.#atStart = new Map(connections.map((c) => [c.id, c.spent()]));
  }

  /** Starts a pass and its heartbeat; returns how to end it: with a last beat where calls were made since the one before. */
  begin(pass: Pass, standing: () => {done: number; total: number}, say: (beat: Beat) => void): () => void {
    this.#pass = pass;
    this.#begunAt = this.#clock.monotonic();
    this.#callsBefore = this.calls();
    this.#batches = this.#largest = this.#symbols = this.#errors = 0;
    const ending = new AbortController();
    this.#said = this.totalCalls();
    void this.#beatUntil(ending.signal, standing, say);
    return () => {
      if (ending.signal.aborted) return;
      ending.abort();
      if (this.totalCalls() !== this.#said) say({pass, ...standing(), rate: 0, calls: this.#callsOfBuild()});
    };
  }

  batch(symbols: number): void {
    this.#batches += 1;
    this.#symbols += symbols;
    this.#largest = Math.max(this.#largest, symbols);
  }

  error(): void {
    this.#errors += 1;
  }

  /** Requests of this run so far, by provider; providers that were not called are left out. */
  calls(): Readonly<Record<string, number>> {
    const spent = this.#connections.map((c) => [c.id, c.spent() - (this.#atStart.get(c.id) ?? 0)] as const);
    return Object.fromEntries(spent.filter(([, calls]) => calls > 0));
  }

  /** Those that nobody has put down yet. */
  unkept(): Readonly<Record<string, number>> {
    const all = Object.entries(this.calls()).map(([id, calls]) => [id, calls - (this.#kept[id] ?? 0)] as const);
    return Object.fromEntries(all.filter(([, calls]) => calls > 0));
  }

  kept(calls: Readonly<Record<string, number>>): void {
    this.#kept = sumOf(this.#kept, calls);
  }

  totalCalls(): number {
    return Object.values(this.calls()).reduce((sum, calls) => sum + calls, 0);
  }

  report(): PassReport {
    const now = this.calls();
    const calls = Object.entries(now).map(([id, total]) => [id, total - (this.#callsBefore[id] ?? 0)] as const);
    return {
      pass: this.#pass,
      batches: this.#batches,
      batchSize: this.#largest,
      symbols: this.#symbols,
      calls: Object.fromEntries(calls.filter(([, spent]) => spent > 0)),
      errors: this.#errors,
      durationMs: Math.round(this.#clock.monotonic() - this.#begunAt),
    };
  }

  #callsOfBuild(): Readonly<Record<string, number>> {
    return sumOf(this.#earlier, this.calls());
  }

  async #beatUntil(
    signal: AbortSignal,
    standing: () => {done: number; total: number},
    say: (beat: Beat) => void,
  ): Promise<void> {
    const seen: number[] = [standing().done];
    while (!signal.aborted) {
      await this.#clock.sleep(beatMs, signal).catch(() => {});
      if (signal.aborted) return;
      const {done, total} = standing();
      seen.push(done);
      if (seen.length > windowBeats + 1) seen.shift();
      const rate = Math.max(0, (done - (seen[0] ?? 0)) / ((seen.length - 1) * (beatMs / 1000)));
      const etaMs = rate > 0 && total > done ? Math.round(((total - done) / rate) * 1000) : undefined;
      this.#said = this.totalCalls();
      say({
        pass: this.#pass,
        done,
        total,
        rate: Math.round(rate * 10) / 10,
        ...(etaMs === undefined ? {} : {etaMs}),
        calls: this.#callsOfBuild(),
      });
    }
  }
}

function sumOf(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const sum = {...one};
  for (const [id, calls] of Object.entries(other)) sum[id] = (sum[id] ?? 0) + calls;
  return sum;
}
