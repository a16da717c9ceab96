import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {BuildEvent} from '../engine/event.ts';
import {sentenceOf} from '../failure.ts';
import {pause} from './pause.ts';
import type {Store} from './store.ts';
import {views} from './views/registry.ts';
import type {LoadReason} from './views/view.ts';
import type {ViewName} from './views/view-name.ts';

const restMs = 1000;
/** Between two readings of a view that wants more: keys and events come in between. */
const moreRestMs = 20;

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
  #isOpened = true;
  #isEvent = false;
  /** The last reading came to something. */
  #isRead = false;
  #nap: AbortController | undefined;

  constructor(options: LoadViewOptions) {
    this.#options = options;
    const {store} = options;
    this.#open = store.get().view;
    store.subscribe(() => {
      const {view} = store.get();
      const watched = views[view].watches?.(store.get());
      if (view === this.#open && watched === this.#watched) return this.#loadMore();
      const isOpened = view !== this.#open;
      this.#open = view;
      this.#watched = watched;
      if (isOpened) this.#isOpened = true;
      else this.#isEvent = true;
      this.#nap?.abort();
      void this.load();
      if (isOpened) void this.#loadApart(view);
    });
  }

  /** Something happened that the open view may show. */
  wake(event: BuildEvent): void {
    if (!views[this.#open].wakes?.(event)) return;
    this.#isEvent = true;
    void this.load();
  }

  /** A key may have gone where nothing is read yet. What could not be read waits out its rest. */
  #loadMore(): void {
    if (!this.#wantsMore()) return;
    if (!this.#isLoading) void this.load();
    else if (this.#isRead) this.#nap?.abort();
  }

  #wantsMore(): boolean {
    return views[this.#open].wantsMore?.(this.#options.store.get()) ?? false;
  }

  /** Now, or once more when what is being read has been. */
  async load(): Promise<void> {
    this.#isDue = true;
    if (this.#isLoading) return;
    this.#isLoading = true;
    while (this.#isDue && !this.#options.signal.aborted) {
      this.#isDue = false;
      this.#isRead = false;
      this.#isRead = await this.#loadOnce();
      this.#nap = new AbortController();
      const naps = AbortSignal.any([this.#options.signal, this.#nap.signal]);
      const isHungry = this.#isRead && this.#wantsMore();
      await pause(this.#options.clock, isHungry ? moreRestMs : restMs, naps);
      if (this.#isRead && this.#wantsMore()) this.#isDue = true;
    }
    this.#isLoading = false;
  }

  /** Until it is read or the person has gone elsewhere. */
  async #loadApart(view: ViewName): Promise<void> {
    const {control, store, clock, signal} = this.#options;
    const {loadApart} = views[view];
    while (loadApart && this.#open === view && !signal.aborted) {
      try {
        store.apply({type: 'learned', edit: await loadApart(control)});
        return;
      } catch (thrown) {
        this.#note(thrown);
        await pause(clock, restMs, signal);
      }
    }
  }

  /** Opening comes before everything; more of the old waits for the new. */
  #why(): LoadReason {
    const why = this.#isOpened ? 'opened' : this.#isEvent ? 'woken' : 'more';
    this.#isOpened = false;
    this.#isEvent = false;
    return why;
  }

  /** Whether it could be read. */
  async #loadOnce(): Promise<boolean> {
    const {control, store} = this.#options;
    const why = this.#why();
    try {
      const edit = await views[this.#open].load?.(control, store.get(), why);
      if (edit) store.apply({type: 'learned', edit});
      return true;
    } catch (thrown) {
      // Who could not be told that it was opened is told when it can be.
      if (why === 'opened') this.#isOpened = true;
      if (why === 'woken') this.#isEvent = true;
      this.#note(thrown);
      return false;
    }
  }

  #note(thrown: unknown): void {
    const {store, clock, signal} = this.#options;
    if (signal.aborted) return;
    const text = sentenceOf(thrown);
    store.apply({type: 'noted', line: {at: clock.now().toISOString(), tone: 'bad', text, series: `view ${text}`}});
  }
}
