import type {SetAside} from './checkpoint.ts';
import type {Found, News} from './rows-options.ts';

/** What was found of a file: all of it, and what nobody has asked for yet. */
export class Finds {
  #found: Found;
  #news: News;

  constructor(found: Found) {
    this.#found = found;
    this.#news = {setAside: found.setAside, edited: found.edited, changed: undefined};
  }

  get found(): Found {
    return this.#found;
  }

  /** What was found since this was last asked. */
  news(): News {
    const news = this.#news;
    this.#news = {setAside: [], edited: false, changed: []};
    return news;
  }

  /** `changed` are the keys of an edit that was taken over; undefined where nothing was. */
  add({setAside, changed}: {readonly setAside: readonly SetAside[]; readonly changed?: readonly string[]}): void {
    const {edited, setAside: earlier} = this.#found;
    const isEdit = changed !== undefined;
    this.#found = {...this.#found, edited: edited || isEdit, setAside: [...earlier, ...setAside]};
    this.#news = {
      setAside: [...this.#news.setAside, ...setAside],
      edited: this.#news.edited || isEdit,
      changed: this.#news.changed && [...new Set([...this.#news.changed, ...(changed ?? [])])],
    };
  }
}
