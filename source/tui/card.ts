import type {BlockNews} from '../control/action-answers.ts';
import type {Explanation} from '../control/query.ts';

/** Everything known of one symbol. Its answer is of that symbol, or there is none. */
export type Card = {
  readonly symbol: string;
  /** Lines above the first that shows. */
  readonly top: number;
  readonly answer?: Explanation;
  /** Why there is none. */
  readonly sentence?: string;
  /** Raised when something happened that the answer may not know; read again then, while the earlier answer stands. */
  readonly wanted: number;
  readonly read: number;
  /** What happened to its block, which takes longer to read: the answer does not wait for it. */
  readonly news?: readonly BlockNews[];
  /** Why there is none. */
  readonly newsSentence?: string;
  readonly newsRead: number;
};

export function newCard(symbol: string): Card {
  return {symbol, top: 0, wanted: 1, read: 0, newsRead: 0};
}
