import type {Exchange} from '../universe/symbol.ts';

/** One listing of the sample market: what it is for good, apart from any session. */
export type Security = {
  readonly symbol: string;
  readonly exchange: Exchange;
  readonly name: string;
  readonly etf?: boolean;
  readonly testIssue?: boolean;
  readonly sector?: string;
  readonly industry?: string;
  readonly country?: string;
  /** US dollars around which it moves; absent where nobody ever prices it. */
  readonly price?: number;
  /** US dollars of the issuer around which it moves, whatever kind of security this is. */
  readonly cap?: number;
  /** Deviation of one session's step. */
  readonly volatility: number;
  /** Sessions from one reverse split to the next; in between it sinks from dollars to cents. */
  readonly splitEvery?: number;
  /** Comes to the market, is delisted, and its ticker is given out again. */
  readonly rotates?: boolean;
  /** Its source says 0 where it knows nothing. */
  readonly zeroPrice?: boolean;
};

/** What a night's walk needs besides the security itself: its seed and the number of the session. */
export type Night = {readonly session: string; readonly day: number};
