import type {Clock} from '../clock.ts';
import type {Connection, Situation} from '../provider/connection.ts';
import type {Pass, PassReport} from './event.ts';
import {Meter} from './meter.ts';
import {Pause} from './outcome.ts';
import type {Stream} from './stream.ts';

export type RunOptions = {
  readonly buildId: string;
  readonly situation: Situation;
  readonly stream: Stream;
  readonly clock: Clock;
  readonly connections: readonly Connection[];
  /** Requests, by provider, of the runs that this one goes on with. */
  readonly earlierCalls: Readonly<Record<string, number>>;
  /** Aborts when a person or a signal stops the build. */
  readonly signal: AbortSignal;
  /** Throws once another process holds the root. */
  readonly mayWrite: () => void;
  /** Once a heartbeat: somebody who could not reach this engine may have halted it past it. */
  readonly lookForHalt: () => void;
  /** The reason while the kill-switch is set. */
  readonly halted: () => string | undefined;
  /** True while the market's guard hours forbid building. */
  readonly guarded: () => boolean;
  /** Sets the kill-switch: a build that spends far beyond its plan is out of control. */
  readonly halt: (cause: string) => Promise<void>;
  readonly maxSpendRatio: number;
  /** Puts down what a pass has called since the last time, by provider. */
  readonly keepCalls: (pass: Pass, calls: Readonly<Record<string, number>>) => Promise<void>;
};

/** Requests that retries may cost beyond the ratio before a small plan counts as overspent. */
const spendAllowance = 20;

/** One build in motion: may it go on, what has it spent, and what is said about it. */
export class Run {
  readonly buildId: string;
  readonly stream: Stream;
  readonly clock: Clock;
  readonly situation: Situation;
  readonly meter: Meter;
  readonly #options: RunOptions;
  #reports: PassReport[] = [];
  #current: Pass | undefined;
  #planned = 0;
  /** Calls as they were put down last. */
  #kept: Readonly<Record<string, number>>;
  /** What the pass has to do in all, as was said last. */
  #total = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.buildId = options.buildId;
    this.stream = options.stream;
    this.clock = options.clock;
    this.situation = options.situation;
    this.meter = new Meter(options.clock, options.connections, options.earlierCalls);
    this.#kept = this.meter.calls();
  }

  /** The pass that was begun last. */
  get current(): Pass | undefined {
    return this.#current;
  }

  get reports(): readonly PassReport[] {
    return this.#reports;
  }

  /** Throws a Pause when somebody or something has stopped the build. Asked before every batch and before the seal. */
  mayGoOn(): void {
    const {mayWrite, signal, halted, guarded} = this.#options;
    mayWrite();
    if (signal.aborted) throw new Pause('stopped', 'The build was stopped; the next one goes on from here.');
    const cause = halted();
    if (cause !== undefined) throw new Pause('halted', `The engine is halted: ${cause}.`);
    if (guarded())
      throw new Pause('session', 'The build reached the guard hours of the next session and waits for its close.');
  }

  /** Adds to what this build may spend. */
  expectCalls(_provider: string, calls: number): void {
    this.#planned += calls + 3;
  }

  /** Runs a pass with its start, its heartbeat and its report. */
  async pass<T>(pass: Pass, standing: () => {done: number; total: number}, work: () => Promise<T>): Promise<T> {
    const begun = standing();
    this.#total = begun.total;
    this.#current = pass;
    this.mayGoOn();
    this.stream.emit({type: 'pass.started', buildId: this.buildId, pass, ...begun});
    const beating = this.meter.begin(pass, standing, (beat) => {
      this.stream.emit({type: 'heartbeat', buildId: this.buildId, ...beat});
      this.#options.lookForHalt();
    });
    try {
      const result = await work();
      beating();
      const report = {...this.meter.report(), total: this.#total};
      this.#reports = [...this.#reports, report];
      this.stream.emit({type: 'pass.finished', buildId: this.buildId, report});
      await this.stream.flush();
      await this.keepCalls();
      return result;
    } catch (thrown) {
      // Why it broke off counts for more than a count that could not be kept.
      await this.keepCalls().catch(() => {});
      throw thrown;
    } finally {
      beating();
    }
  }

  /** Puts down what was called since the last time: before the answer is saved, so that a kill forgets no call that was answered. */
  async keepCalls(): Promise<void> {
    const calls = this.meter.callsSince(this.#kept);
    if (this.#current === undefined || Object.keys(calls).length === 0) return;
    const now = this.meter.calls();
    await this.#options.keepCalls(this.#current, calls);
    this.#kept = now;
  }

  /** `fresh` are those of the batch that no batch before it had; all of them unless said. */
  saved(
    pass: Pass,
    batch: {provider: string; batch: number; asked: number; answered: number; done: number; total: number},
    {fresh = batch.asked}: {readonly fresh?: number} = {},
  ): void {
    this.meter.batch(fresh);
    this.#total = batch.total;
    this.stream.emit({type: 'batch.saved', buildId: this.buildId, pass, ...batch});
  }

  /** Says that a part of an answer was not believed; the source itself is not given up. */
  doubted(
    pass: Pass,
    {provider, tickers, sentence}: {provider: string; tickers: readonly string[]; sentence: string},
  ): void {
    this.meter.error();
    this.stream.emit({
      type: 'provider.failed',
      provider,
      pass,
      batch: 0,
      tickers: tickers.slice(0, 20),
      tickerCount: tickers.length,
      reason: 'malformed',
      attempt: 1,
      waitMs: 0,
      sentence,
    });
  }

  failures(_pass: Pass): void {
    this.meter.error();
  }

  /** Sets the kill-switch when more was spent than the plan and its retries can explain. */
  async watchSpending(): Promise<void> {
    const spent = this.meter.totalCalls();
    const allowed = this.#planned * this.#options.maxSpendRatio + spendAllowance;
    if (spent <= allowed) return;
    await this.#options.halt(
      `build ${this.buildId} spent ${spent} requests where its plan allows ${Math.floor(allowed)}`,
    );
    this.mayGoOn();
  }
}
