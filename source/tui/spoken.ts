import type {Clock} from '../clock.ts';
import {printable} from './cell-text.ts';
import type {Model} from './model.ts';
import {pause} from './pause.ts';
import {isTypingSearch, newsOf, sayings, searchSaid, whereWeAre} from './sayings.ts';
import type {Store} from './store.ts';

/** What has been said, oldest first; a new `epoch` begins an empty list, so that weeks of it are not kept. */
export type Said = {readonly epoch: number; readonly lines: readonly string[]};

/** Listening takes longer than looking: news is gathered this long, and more than a few of them are only counted. */
const newsMs = 5000;
const mostNews = 3;
const longestList = 200;
/** A pause in typing after which a search is told of. */
const typingMs = 700;

export type Spoken = {
  readonly get: () => Said;
  readonly subscribe: (listener: () => void) => () => void;
  /** Says where the person is, from the start. */
  readonly again: () => void;
  /** What changes meanwhile was a key of the person. */
  readonly pressing: (press: () => void) => void;
};

/** The dashboard as lines that come one after the other and are never drawn again: what a screen reader reads best. */
export function speak({store, clock, signal}: {store: Store; clock: Clock; signal: AbortSignal}): Spoken {
  let earlier = store.get();
  let reported = earlier;
  let said: Said = {epoch: 0, lines: whereWeAre(earlier).map(printable)};
  let isPressed = false;
  let isGathering = false;
  const listeners = new Set<() => void>();

  const say = (lines: readonly string[]): void => {
    if (lines.length === 0 || signal.aborted) return;
    const clean = lines.map(printable);
    const isFull = said.lines.length + clean.length > longestList;
    said = isFull ? {epoch: said.epoch + 1, lines: clean} : {...said, lines: [...said.lines, ...clean]};
    for (const listener of listeners) listener();
  };

  const gather = async (): Promise<void> => {
    if (isGathering) return;
    isGathering = true;
    await pause(clock, newsMs, signal);
    isGathering = false;
    const now = store.get();
    const news = newsOf(reported, now);
    reported = now;
    const more = news.length - mostNews;
    say(more > 0 ? [...news.slice(-mostNews), `And ${more} more in the log.`] : news);
  };

  let typed = 0;
  const tellSearch = async (): Promise<void> => {
    const mine = ++typed;
    await pause(clock, typingMs, signal);
    if (mine === typed && isTypingSearch(store.get())) say(searchSaid(store.get()));
  };

  store.subscribe(() => {
    const now: Model = store.get();
    if (isTypingSearch(now) && now.search?.text !== earlier.search?.text) void tellSearch();
    const lines = sayings(earlier, now, isPressed);
    if (now.log !== earlier.log) void gather();
    earlier = now;
    say(lines);
  });

  return {
    get: () => said,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    again: () => say(whereWeAre(store.get())),
    pressing(press) {
      isPressed = true;
      press();
      isPressed = false;
    },
  };
}
