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
};

export function newCard(symbol: string): Card {
  return {symbol, top: 0, wanted: 1, read: 0};
}
