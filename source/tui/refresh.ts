import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {FileState, Status, TableName} from '../control/query.ts';
import type {BuildEvent} from '../engine/event.ts';
import {sentenceOf} from '../failure.ts';
import {tables} from './layout.ts';
import type {Store} from './store.ts';

const soonestMs = 1000;
const idleMs = 10_000;
/** A round may take this share of the time at most: big tables over a socket must not make the keys wait. */
const restFactor = 3;

export type Refresh = {
  /** Something happened that may have changed a file. */
  readonly wake: (event: BuildEvent) => void;
  readonly run: () => Promise<void>;
};

/** Keeps status and tables current: a round after every event that counts, at most one a second, and one now and then anyway. */
export function makeRefresh(options: {control: Control; store: Store; clock: Clock; signal: AbortSignal}): Refresh {
  const {control, store, clock, signal} = options;
  const seen = new Map<TableName, string>();
  let nap: AbortController | undefined;
  let isDue = false;
  let funnelOf: string | undefined;

  async function round(): Promise<void> {
    const status = await control.query({name: 'status'});
    store.apply({type: 'told', status});
    for (const table of tables) await load(table, status);
    await countFunnel(status);
  }

  async function load(table: TableName, status: Status): Promise<void> {
    const mark = markOf(status.files.find((file) => file.name === table));
    const {version} = store.get().tables[table];
    if (version !== undefined && seen.get(table) === mark) return;
    const answer = await control.query({name: 'table', table, ...(version === undefined ? {} : {version})});
    seen.set(table, mark);
    store.apply({type: 'loaded', table, answer});
  }

  async function countFunnel({sealed}: Status): Promise<void> {
    if (!sealed || sealed.buildId === funnelOf) return;
    funnelOf = sealed.buildId;
    store.apply({type: 'counted', funnel: await control.query({name: 'funnel'})});
  }

  async function rest(ms: number, isWakeable: boolean): Promise<void> {
    nap = isWakeable ? new AbortController() : undefined;
    const either = nap ? AbortSignal.any([signal, nap.signal]) : signal;
    await clock.sleep(ms, either).catch(() => {
      // Woken, or the screen closes: the loop looks which.
    });
    nap = undefined;
  }

  return {
    wake(event) {
      if (event.type === 'heartbeat') return;
      isDue = true;
      nap?.abort();
    },
    async run() {
      while (!signal.aborted) {
        isDue = false;
        const from = clock.monotonic();
        try {
          await round();
        } catch (thrown) {
          // `follow` tells an engine that is gone; any other refusal belongs into the log, once a round.
          if (!signal.aborted && store.get().connection.state === 'connected') noteFailure(store, clock, thrown);
        }
        await rest(Math.max(soonestMs, (clock.monotonic() - from) * restFactor), false);
        if (!isDue && !signal.aborted) await rest(idleMs, true);
      }
    },
  };
}

/** Any of these changes with the file. */
function markOf(file: FileState | undefined): string {
  return file ? [file.state, file.records, file.bytes, file.sha256, file.modifiedAt].join(' ') : '';
}

function noteFailure(store: Store, clock: Clock, thrown: unknown): void {
  const text = sentenceOf(thrown);
  store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone: 'bad', text, series: `refresh ${text}`}});
}
