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
  readonly #earlier: Readonly<Record<string, number>>;
  #pass: Pass = 'collect';
  #begunAt = 0;
  #callsBefore: Readonly<Record<string, number>> = {};
  #batches = 0;
  #largest = 0;
  #symbols = 0;
  #errors = 0;
  /** Calls as the last beat had them. */
  #said = 0;

  /** `earlier` are the requests, by provider, of the runs that this one goes on with. */
  constructor(clock: Clock, connections: readonly Connection[], earlier: Readonly<Record<string, number>> = {}) {
    this.#clock = clock;
    this.#connections = connections;
    this.#earlier = earlier;
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
      if (this.totalCalls() !== this.#said) say({pass, ...standing(), rate: 0, calls: this.calls()});
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

  /** Requests of this build so far, by provider, those of its earlier runs included; who was not called is left out. */
  calls(): Readonly<Record<string, number>> {
    const all = {...this.#earlier};
    for (const one of this.#connections) all[one.id] = (all[one.id] ?? 0) + this.#spentBy(one);
    return Object.fromEntries(Object.entries(all).filter(([, calls]) => calls > 0));
  }

  /** Requests of this run alone. */
  totalCalls(): number {
    return this.#connections.reduce((sum, one) => sum + this.#spentBy(one), 0);
  }

  /** By provider, what was called since `before`, which is what `calls` said then. */
  callsSince(before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
    const since = Object.entries(this.calls()).map(([id, total]) => [id, total - (before[id] ?? 0)] as const);
    return Object.fromEntries(since.filter(([, calls]) => calls > 0));
  }

  report(): PassReport {
    return {
      pass: this.#pass,
      batches: this.#batches,
      batchSize: this.#largest,
      symbols: this.#symbols,
      calls: this.callsSince(this.#callsBefore),
      errors: this.#errors,
      durationMs: Math.round(this.#clock.monotonic() - this.#begunAt),
    };
  }

  #spentBy(connection: Connection): number {
    return connection.spent() - (this.#atStart.get(connection.id) ?? 0);
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
        calls: this.calls(),
      });
    }
  }
}
