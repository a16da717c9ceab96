import type {BlockNews} from '../control/action-answers.ts';
import type {Explanation, TableRow} from '../control/query.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import type {Model} from './model.ts';

/** Everything known of one symbol. Its answer is of that symbol, or there is none. */
export type Card = {
  readonly symbol: string;
  /** Lines above the first that shows. */
  readonly top: number;
  /** What the tables have of it when it is opened: it is there at once, while the engine is asked for all the rest. */
  readonly row?: EnrichedSymbol;
  readonly entry?: BlocklistEntry;
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

export function newCard({tables}: Model, symbol: string): Card {
  const rows = [tables.unfiltered, tables.final, tables.partial].flatMap(({rows}) => found(rows, symbol));
  const [row] = rows.filter((one) => 'exchange' in one);
  const [entry] = found(tables.blocklist.rows, symbol).filter((one) => 'origin' in one);
  return {symbol, top: 0, wanted: 1, read: 0, newsRead: 0, ...(row ? {row} : {}), ...(entry ? {entry} : {})};
}

function found(rows: readonly TableRow[], symbol: string): readonly TableRow[] {
  const row = rows.find((one) => one.symbol === symbol);
  return row ? [row] : [];
}
