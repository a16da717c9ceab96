import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {BuildEvent} from '../engine/event.ts';
import {sentenceOf} from '../failure.ts';
import {pause} from './pause.ts';
import type {Store} from './store.ts';
import {views} from './views/registry.ts';
import type {ViewName} from './views/view-name.ts';

const restMs = 1000;

export type LoadViewOptions = {
  readonly control: Control;
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Reads what the open view shows: when it opens, and after events that concern it, at most once a second. */
export class LoadView {
  readonly #options: LoadViewOptions;
  #open: ViewName;
  #watched: string | undefined;
  #isLoading = false;
  #isDue = false;
  #nap: AbortController | undefined;

  constructor(options: LoadViewOptions) {
    this.#options = options;
    const {store} = options;
    this.#open = store.get().view;
    store.subscribe(() => {
      const {view} = store.get();
      const watched = views[view].watches?.(store.get());
      if (view === this.#open && watched === this.#watched) return;
      this.#open = view;
      this.#watched = watched;
      this.#nap?.abort();
      void this.load();
    });
  }

  /** Something happened that the open view may show. */
  wake(event: BuildEvent): void {
    if (views[this.#open].wakes?.(event)) void this.load();
  }

  /** Now, or once more when what is being read has been. */
  async load(): Promise<void> {
    this.#isDue = true;
    if (this.#isLoading) return;
    this.#isLoading = true;
    while (this.#isDue && !this.#options.signal.aborted) {
      this.#isDue = false;
      await this.#loadOnce();
      this.#nap = new AbortController();
      await pause(this.#options.clock, restMs, AbortSignal.any([this.#options.signal, this.#nap.signal]));
    }
    this.#isLoading = false;
  }

  async #loadOnce(): Promise<void> {
    const {control, store, clock, signal} = this.#options;
    try {
      const edit = await views[this.#open].load?.(control, store.get());
      if (edit) store.apply({type: 'learned', edit});
    } catch (thrown) {
      if (signal.aborted) return;
      const text = sentenceOf(thrown);
      store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone: 'bad', text, series: `view ${text}`}});
    }
  }
}
