import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {FileState, Status, TableName} from '../control/query.ts';
import type {BuildEvent} from '../engine/event.ts';
import {sentenceOf} from '../failure.ts';
import type {Store} from './store.ts';

const soonestMs = 1000;
const idleMs = 10_000;
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
  #countedBuild: string | undefined;

  constructor(options: RefreshOptions) {
    this.#options = options;
  }

  /** Something happened that may have changed a file. */
  wake(event: BuildEvent): void {
    if (event.type === 'heartbeat') return;
    this.#isDue = true;
    this.#nap?.abort();
  }

  async run(): Promise<void> {
    const {clock, signal} = this.#options;
    while (!signal.aborted) {
      this.#isDue = false;
      const from = clock.monotonic();
      try {
        await this.#round();
      } catch (thrown) {
        this.#note(thrown);
      }
      await this.#rest(Math.max(soonestMs, (clock.monotonic() - from) * restFactor), signal);
      if (this.#isDue || signal.aborted) continue;
      this.#nap = new AbortController();
      await this.#rest(idleMs, AbortSignal.any([signal, this.#nap.signal]));
      this.#nap = undefined;
    }
  }

  async #round(): Promise<void> {
    const {control, store} = this.#options;
    const status = await control.query({name: 'status'});
    store.apply({type: 'told', status});
    // What screeners read first, and the largest last.
    for (const table of order) await this.#load(table, status);
    const {sealed} = status;
    if (!sealed || sealed.buildId === this.#countedBuild) return;
    this.#countedBuild = sealed.buildId;
    store.apply({type: 'counted', funnel: await control.query({name: 'funnel'})});
  }

  async #load(table: TableName, status: Status): Promise<void> {
    const {control, store} = this.#options;
    const mark = markOf(status.files.find((file) => file.name === table));
    const {version} = store.get().tables[table];
    if (version !== undefined && this.#seen.get(table) === mark) return;
    const answer = await control.query({name: 'table', table, ...(version === undefined ? {} : {version})});
    this.#seen.set(table, mark);
    store.apply({type: 'loaded', table, answer});
  }

  async #rest(ms: number, until: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(ms, until).catch(() => {
      // Woken, or the screen closes: the loop looks which.
    });
  }

  #note(thrown: unknown): void {
    const {store, clock, signal} = this.#options;
    // `follow` tells of an engine that is gone; any other refusal belongs into the log, on one line however often it comes.
    if (signal.aborted || store.get().connection.state !== 'connected') return;
    const text = sentenceOf(thrown);
    store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone: 'bad', text, series: `refresh ${text}`}});
  }
}

const order: readonly TableName[] = ['final', 'partial', 'blocklist', 'unfiltered'];

/** Any of these changes with the file. */
function markOf(file: FileState | undefined): string {
  return file ? [file.state, file.records, file.bytes, file.sha256, file.modifiedAt].join(' ') : '';
}
