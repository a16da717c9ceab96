import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {FileState, Status, TableAnswer, TableName} from '../control/query.ts';
import type {BuildEvent} from '../engine/event.ts';
import {Failure, sentenceOf} from '../failure.ts';
import type {Report} from './change.ts';
import {listenForAnswer} from './listen-for-answer.ts';
import type {Store} from './store.ts';

const soonestMs = 1000;
const idleMs = 10_000;
/** How soon a file that somebody else wrote is seen; the question costs no more than looking at the dates of some files. */
const pulseMs = 1000;
/** After a round that took long comes a rest that is longer: big tables over a socket must not make keys and build wait. */
const restFactor = 3;

export type RefreshOptions = {
  readonly control: Control;
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Keeps status and tables current: a round after every event that counts, at most one a second, and one now and then anyway. */
export class Refresh {
  readonly #options: RefreshOptions;
  readonly #seen = new Map<TableName, string>();
  #nap: AbortController | undefined;
  #isDue = false;
  #isUrgent = false;
  #isLazy = false;
  #countedBuild: string | undefined;
  #pulse: string | undefined;

  constructor(options: RefreshOptions) {
    this.#options = options;
  }

  /** Something happened that may have changed a file. */
  wake(event: BuildEvent): void {
    if (event.type === 'heartbeat') return;
    this.#isDue = true;
    if (urgent.has(event.type)) this.#isUrgent = true;
    if (this.#isUrgent || this.#isLazy) this.#nap?.abort();
  }

  async run(): Promise<void> {
    const {clock, signal} = this.#options;
    while (!signal.aborted) {
      this.#isDue = false;
      this.#isUrgent = false;
      const from = clock.monotonic();
      try {
        // From here on a change is news, also one that comes while this round reads.
        await this.#isChanged();
        await this.#round();
      } catch (thrown) {
        this.#note(thrown);
      }
      if (!this.#isUrgent) await this.#rest(Math.max(soonestMs, (clock.monotonic() - from) * restFactor));
      if (this.#isDue || signal.aborted) continue;
      this.#isLazy = true;
      await this.#idle();
      this.#isLazy = false;
    }
  }

  /** Until something happens, somebody changes a file without a word to this engine, or it is time anyway. */
  async #idle(): Promise<void> {
    const {clock, signal} = this.#options;
    const from = clock.monotonic();
    while (!signal.aborted && !this.#isDue && clock.monotonic() - from < idleMs) {
      if (await this.#isChanged()) return;
      await this.#rest(pulseMs);
    }
  }

  async #isChanged(): Promise<boolean> {
    try {
      const {version} = await listenForAnswer({name: 'pulse'}, this.#options);
      const earlier = this.#pulse;
      this.#pulse = version;
      return earlier !== undefined && earlier !== version;
    } catch {
      // An engine that is gone is told of by `follow`, and one that does not know the question is asked for its status as ever.
      return false;
    }
  }

  /** One round is one frame: a header of tonight over tables of last night would be a lie. Only the first shows each table as it comes. */
  async #round(): Promise<void> {
    const {store} = this.#options;
    const news: Report[] = [];
    const isFirst = this.#seen.size === 0;
    const take = (report: Report): void => (isFirst ? store.apply(report) : void news.push(report));
    const status = await this.#status();
    take({type: 'told', status});
    // What screeners read first, and the largest last.
    for (const table of order) {
      const answer = await this.#load(table, status);
      if (answer) take({type: 'loaded', table, answer});
    }
    const {sealed, progress} = status;
    // Between its rename and its end a build has not written the night yet that the funnel is counted from.
    const isBeingKept = progress.state === 'running' && progress.buildId === sealed?.buildId;
    if (sealed && !isBeingKept && sealed.buildId !== this.#countedBuild) {
      this.#countedBuild = sealed.buildId;
      take({type: 'counted', funnel: await listenForAnswer({name: 'funnel'}, this.#options)});
    }
    for (const report of news) store.apply(report);
  }

  async #status(): Promise<Status> {
    const {store} = this.#options;
    try {
      return await listenForAnswer({name: 'status'}, this.#options);
    } catch (thrown) {
      // One that is gone cannot refuse, and is told of by `follow`.
      if (thrown instanceof Failure) store.apply({type: 'refused', because: sentenceOf(thrown)});
      throw thrown;
    }
  }

  async #load(table: TableName, status: Status): Promise<TableAnswer | undefined> {
    const {store} = this.#options;
    const mark = markOf(status.files.find((file) => file.name === table));
    const {version} = store.get().tables[table];
    if (version !== undefined && this.#seen.get(table) === mark) return undefined;
    const query = {name: 'table', table, ...(version === undefined ? {} : {version})} as const;
    const answer = await listenForAnswer(query, this.#options);
    this.#seen.set(table, mark);
    return answer;
  }

  async #rest(ms: number): Promise<void> {
    const {clock, signal} = this.#options;
    this.#nap = new AbortController();
    await clock.sleep(ms, AbortSignal.any([signal, this.#nap.signal])).catch(() => {
      // Woken, or the screen closes: the loop looks which.
    });
    this.#nap = undefined;
  }

  #note(thrown: unknown): void {
    const {store, clock, signal} = this.#options;
    // `follow` tells of an engine that is gone; any other refusal belongs into the log, on one line however often it comes.
    if (signal.aborted || store.get().connection.state !== 'connected') return;
    const text = sentenceOf(thrown);
    store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone: 'bad', text, series: `refresh ${text}`}});
  }
}

/** What the person waits for does not wait for its turn. */
const urgent: ReadonlySet<BuildEvent['type']> = new Set([
  'build.finished',
  'build.paused',
  'build.refused',
  'build.aborted',
  'halt.set',
  'halt.cleared',
]);

const order: readonly TableName[] = ['final', 'partial', 'blocklist', 'unfiltered'];

/** Any of these changes with the file. */
function markOf(file: FileState | undefined): string {
  return file ? [file.state, file.records, file.bytes, file.sha256, file.modifiedAt].join(' ') : '';
}
