import Bottleneck from 'bottleneck';
import type {Clock} from '../clock.ts';

/** Bottleneck measures with the wall clock: set back by more than this, a queued job would wait for it to catch up. */
const toleratedSetBackMs = 50;

/** At most so many jobs at once, in order. Pacing in time is the limiter's: it needs a clock that never goes back. */
export class Slots {
  readonly #concurrency: number;
  readonly #clock: Clock;
  #bottleneck: Bottleneck;
  #offset: number;

  constructor(concurrency: number, clock: Clock) {
    this.#concurrency = concurrency;
    this.#clock = clock;
    this.#bottleneck = new Bottleneck({maxConcurrent: concurrency});
    this.#offset = this.#wallOffset();
  }

  async run<T>(job: () => Promise<T>): Promise<T> {
    for (;;) {
      this.#survive();
      try {
        return await this.#bottleneck.schedule(job);
      } catch (error) {
        // A dropped job never began: it was waiting in a queue that stood still, and joins the new one.
        if (!(error instanceof Bottleneck.BottleneckError)) throw error;
      } finally {
        this.#survive();
      }
    }
  }

  /** Takes a new queue when the wall clock was set back; running jobs finish in the old one. */
  #survive(): void {
    const offset = this.#wallOffset();
    const setBack = this.#offset - offset;
    this.#offset = offset;
    if (setBack <= toleratedSetBackMs) return;
    const stuck = this.#bottleneck;
    this.#bottleneck = new Bottleneck({maxConcurrent: this.#concurrency});
    void stuck.stop({dropWaitingJobs: true});
  }

  #wallOffset(): number {
    return this.#clock.now().getTime() - this.#clock.monotonic();
  }
}
