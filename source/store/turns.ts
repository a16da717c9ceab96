/** One piece of work at a time, in the order asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #trouble: unknown;

  /** Rejects, too, with what went wrong in deferred work before it. */
  async take<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#last.then(() => {
      const trouble = this.#trouble;
      this.#trouble = undefined;
      if (trouble !== undefined) throw trouble;
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** For work that nobody waits for: its failure is told to the next who takes a turn, instead of lost. */
  defer(work: () => Promise<unknown>): void {
    this.#last = this.#last.then(work).catch((thrown: unknown) => {
      this.#trouble = thrown;
    });
  }

  /** Waits for everything asked for so far, and forgets what went wrong in it. */
  async rest(): Promise<void> {
    await this.#last;
    this.#trouble = undefined;
  }
}
