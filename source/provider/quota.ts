import type {Clock} from '../clock.ts';
import type {Forecast, WireReport} from './connection.ts';
import type {Quota} from './contract.ts';
import {ProviderFailure} from './failure.ts';
import {Slots} from './slots.ts';

/** Spending that survives a restart; the store's quota ledger. */
export type Ledger = {
  readonly charge: (provider: string) => Promise<void>;
  /** Wall-clock milliseconds of the charges since then. */
  readonly times: (provider: string, sinceMs: number) => readonly number[];
};

export type LimiterDeps = {
  readonly provider: string;
  readonly title: string;
  readonly quota: readonly Quota[];
  readonly concurrency: number;
  /** Milliseconds between two requests, on top of the quota. */
  readonly sleepMs: number;
  /** Times real time; `Infinity` means unpaced. */
  readonly speed: number;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly report: (report: WireReport) => void;
};

/** A wait longer than this is not worth it tonight: the next source gets the rest. */
export const longestWaitMs = 120_000;

const lengths = {second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000} as const;

type Window = {readonly requests: number; readonly lengthMs: number; readonly daily: boolean};

/** One provider's pacing: slots, sliding windows over what was really sent, and holds that the provider asked for. */
export class Limiter {
  readonly #deps: LimiterDeps;
  readonly #slots: Slots;
  readonly #windows: readonly Window[];
  /** Monotonic times of what this process sent, so that a changed wall clock neither hangs nor overspends. */
  #sent: number[];
  #heldUntil = Number.NEGATIVE_INFINITY;
  #turn: Promise<void> = Promise.resolve();
  #spent = 0;

  constructor(deps: LimiterDeps) {
    this.#deps = deps;
    this.#slots = new Slots(deps.concurrency, deps.clock);
    this.#windows = deps.quota.map((quota) => windowOf(quota, deps.speed));
    this.#sent = this.#stampedAhead();
  }

  get spent(): number {
    return this.#spent;
  }

  /** Runs the job in its turn, after its request is charged on disk. */
  async run<T>(job: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#deps.speed === Number.POSITIVE_INFINITY) {
      this.#spent += 1;
      return job();
    }
    return this.#slots.run(async () => {
      await this.#admit(signal);
      return job();
    });
  }

  /** Nothing is sent for so long: the provider said so. Longer than `longestWaitMs` counts as exhausted until then. */
  hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#deps.clock.monotonic() + ms);
  }

  forecast(requests: number): Forecast {
    let waitMs = this.#deps.sleepMs * Math.max(0, requests - 1);
    let fits = true;
    for (const window of this.#windows) {
      const used = this.#ages(window).length;
      if (window.daily && used + requests > window.requests) fits = false;
      const rounds = Math.ceil((used + requests) / window.requests) - 1;
      if (!window.daily) waitMs = Math.max(waitMs, rounds * window.lengthMs);
    }
    return {waitMs, fits};
  }

  /** One at a time, so that two callers never take the same room in a window. */
  async #admit(signal: AbortSignal): Promise<void> {
    const before = this.#turn;
    const {promise, resolve} = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    try {
      await this.#waitForRoom(signal);
      this.#sent.push(this.#deps.clock.monotonic());
      this.#spent += 1;
      await this.#deps.ledger.charge(this.#deps.provider);
    } finally {
      resolve();
    }
  }

  async #waitForRoom(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const waitMs = Math.max(this.#heldMs(), this.#gapMs(), this.#windowMs());
      if (waitMs <= 0) return;
      const {provider, report, clock} = this.#deps;
      if (waitMs >= 5000) report({type: 'throttled', provider, attempt: 0, waitMs});
      await clock.sleep(waitMs, signal);
    }
  }

  #heldMs(): number {
    const waitMs = this.#heldUntil - this.#deps.clock.monotonic();
    if (waitMs > longestWaitMs) throw this.#exhausted('asked to be left alone for now', waitMs);
    return waitMs;
  }

  #gapMs(): number {
    const last = this.#sent.at(-1);
    if (last === undefined) return 0;
    return this.#deps.sleepMs - (this.#deps.clock.monotonic() - last);
  }

  #windowMs(): number {
    let longest = 0;
    for (const window of this.#windows) {
      const ages = this.#ages(window);
      if (ages.length < window.requests) continue;
      // Youngest first: when the one at this place leaves, there is room for one more.
      const waitMs = window.lengthMs - (ages[window.requests - 1] ?? 0);
      if (window.daily) throw this.#exhausted("has had its day's requests from us", waitMs);
      longest = Math.max(longest, waitMs);
    }
    return longest;
  }

  /** Ages of the requests inside a window, youngest first: the ledger's and this process's own, whichever know more. */
  #ages(window: Window): readonly number[] {
    const mono = this.#deps.clock.monotonic();
    const wall = this.#deps.clock.now().getTime();
    this.#sent = this.#sent.filter((at) => mono - at < lengths.day);
    const own = this.#sent.map((at) => mono - at).filter((age) => age < window.lengthMs);
    const known = this.#deps.ledger
      .times(this.#deps.provider, wall - window.lengthMs)
      .map((at) => wall - at)
      .filter((age) => age >= 0 && age < window.lengthMs);
    return (own.length > known.length ? own : known).toSorted((left, right) => left - right);
  }

  /** Charges stamped in the future: the clock went back while we were away. They count as sent just now. */
  #stampedAhead(): number[] {
    const wall = this.#deps.clock.now().getTime();
    const mono = this.#deps.clock.monotonic();
    return this.#deps.ledger.times(this.#deps.provider, wall + 1).map(() => mono);
  }

  #exhausted(why: string, waitMs: number): ProviderFailure {
    const {provider, title} = this.#deps;
    return new ProviderFailure(provider, 'exhausted', `${title} ${why}.`, {
      retryAfterMs: Math.ceil(waitMs),
      attempts: 0,
    });
  }
}

/** A little longer than declared: requests reach the other end less evenly than they leave here. */
function windowOf(quota: Quota, speed: number): Window {
  const length = lengths[quota.per];
  const slack = Math.min(1000, length * 0.05);
  return {requests: quota.requests, lengthMs: (length + slack) / speed, daily: quota.per === 'day'};
}
