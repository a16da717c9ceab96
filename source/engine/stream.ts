import type {Clock} from '../clock.ts';
import type {BuildEvent, StampedEvent} from './event.ts';

export type Listener = (stamped: StampedEvent) => void;

/** Writes records durably, in order; the ops log in the product. */
export type Journal = {readonly append: (records: readonly object[]) => Promise<void>};

/** Takes secrets out of what is about to be said, and says whose they were. */
export type Redact = (event: BuildEvent) => {readonly value: BuildEvent; readonly exposed: readonly string[]};

const tailLength = 5000;
/** A seal says every verdict. They are remembered apart, or they would push out what happened before them. */
const verdictsLength = 20_000;

/**
 * Numbers, stamps and hands out what happens. Listeners are told at once; the journal gets everything but heartbeats in order,
 * and `flush` resolves when all of it is on disk: whoever must be able to prove an event awaits it before going on.
 */
export class Stream {
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #redact: Redact;
  readonly #listeners = new Set<Listener>();
  readonly #tail: StampedEvent[] = [];
  /** Those of the last build. */
  #verdicts: StampedEvent[] = [];
  #unwritten: object[] = [];
  #writing: Promise<void> = Promise.resolve();
  #failed: unknown;
  #seq = 0;

  constructor(clock: Clock, journal: Journal, redact: Redact = (value) => ({value, exposed: []})) {
    this.#clock = clock;
    this.#journal = journal;
    this.#redact = redact;
  }

  emit(said: BuildEvent): void {
    const {value: event, exposed} = this.#redact(said);
    const stamped: StampedEvent = {seq: ++this.#seq, at: this.#clock.now().toISOString(), event};
    this.#remember(stamped);
    if (event.type !== 'heartbeat') this.#unwritten.push({time: stamped.at, ...event});
    for (const listener of this.#listeners) this.#tell(listener, stamped);
    // What says so is said as it is left: a secret that is a word of it would be found in it for ever.
    if (event.type === 'secret.exposed') return;
    for (const provider of exposed) this.emit({type: 'secret.exposed', provider, place: `event ${event.type}`});
  }

  /** Events after `seq` that are still remembered, oldest first. */
  since(seq: number): readonly StampedEvent[] {
    return [...this.#tail, ...this.#verdicts].filter((stamped) => stamped.seq > seq).sort((a, b) => a.seq - b.seq);
  }

  /** What is not in the journal yet, as it will stand there. */
  get unwritten(): readonly object[] {
    return this.#unwritten;
  }

  /** What an earlier stream said and could not write, before anything of this one. */
  owe(records: readonly object[]): void {
    this.#unwritten = [...records, ...this.#unwritten];
  }

  get seq(): number {
    return this.#seq;
  }

  /** Returns how to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when everything emitted so far is in the journal; rejects when the journal cannot be written. */
  async flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
    if (this.#failed !== undefined) throw this.#failed;
  }

  #remember(stamped: StampedEvent): void {
    const {type} = stamped.event;
    if (type === 'build.started') this.#verdicts = [];
    if (type === 'symbol.admitted' || type === 'symbol.rejected') {
      this.#verdicts.push(stamped);
      cut(this.#verdicts, verdictsLength);
      return;
    }
    this.#tail.push(stamped);
    cut(this.#tail, tailLength);
  }

  async #write(): Promise<void> {
    if (this.#unwritten.length === 0) return;
    const batch = this.#unwritten;
    this.#unwritten = [];
    try {
      await this.#journal.append(batch);
      this.#failed = undefined;
    } catch (thrown) {
      // What could not be written stays first in line: a full disk that is emptied again loses no event.
      this.#unwritten = [...batch, ...this.#unwritten];
      this.#failed = thrown;
    }
  }

  /** A listener that throws is dropped: one broken screen must not stop a build. */
  #tell(listener: Listener, stamped: StampedEvent): void {
    try {
      listener(stamped);
    } catch {
      this.#listeners.delete(listener);
    }
  }
}

/** The newest, in pieces as long again: cutting at every event would move the whole list every time. */
function cut(list: StampedEvent[], length: number): void {
  if (list.length > length * 2) list.splice(0, list.length - length);
}

/** Events after `seq` and then as they happen, until the signal aborts. A slow reader is never waited for: it falls behind in memory, bounded by its own reading. */
export async function* follow(stream: Stream, after: number, signal: AbortSignal): AsyncGenerator<StampedEvent> {
  // A reader from an earlier engine process asks for a number this one has not reached: it gets everything.
  const queue = [...stream.since(after > stream.seq ? 0 : after)];
  let wake = (): void => {};
  const stop = stream.listen((stamped) => {
    queue.push(stamped);
    wake();
  });
  signal.addEventListener('abort', () => wake(), {once: true});
  try {
    while (!signal.aborted) {
      while (queue.length > 0 && !signal.aborted) yield queue.shift() as StampedEvent;
      if (signal.aborted) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (queue.length > 0 || signal.aborted) resolve();
      });
    }
  } finally {
    stop();
  }
}
