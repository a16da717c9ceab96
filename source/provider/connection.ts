import type {Session} from '../universe/symbol.ts';
import type {Eligibility, ListAsk, Listing, Metadata, Price, Provider, Tier} from './contract.ts';

/** A provider with credentials, pacing and options closed over: what the engine holds, and all it can see. */
export type Connection = {
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  readonly pricesTier?: Tier;
  readonly officialList: boolean;
  readonly listSymbols?: (ask: ListAsk, situation: Situation) => Promise<readonly Listing[]>;
  readonly prices?: Asking<Price>;
  readonly metadata?: Asking<Metadata>;
  readonly fractional?: Asking<Eligibility>;
  /** Asks the provider whether it takes the credentials; absent where it needs none. */
  readonly check?: (situation: Situation) => Promise<void>;
  /** As the provider declares them, for the plan. */
  readonly calls?: Provider['calls'];
  /** Requests charged so far in this process, for plan, progress and the spend check. */
  readonly spent: () => number;
  /** What that many more requests would cost now under its quotas; absent where nothing is called. */
  readonly forecast?: (requests: number) => Forecast;
  /** Forgets the build's memory (crumb, bulk body). */
  readonly forget: () => void;
};

export type Forecast = {
  /** Time that the quotas alone would take. */
  readonly waitMs: number;
  /** Whether the day's quota allows them all. */
  readonly fits: boolean;
};

export type Situation = {
  readonly session: Session;
  readonly nextSession: Session;
  readonly signal: AbortSignal;
  /** Somebody is waiting for a word: a provider that asks us to slow down has given it, and is not asked again. */
  readonly isUrgent?: true;
};

export type Asking<T> = {
  readonly batchSize: number;
  readonly fetch: (symbols: readonly string[], situation: Situation) => Promise<ReadonlyMap<string, T>>;
};

/** What happened on the wire, for the event stream; ids and numbers only. */
export type WireReport =
  | {
      readonly type: 'throttled';
      readonly provider: string;
      readonly status?: number;
      readonly attempt: number;
      readonly waitMs: number;
    }
  | {
      readonly type: 'retried';
      readonly provider: string;
      readonly status?: number;
      readonly attempt: number;
      readonly waitMs: number;
      readonly sentence: string;
    }
  /** A part of an answer that could not be had (one of two bulk bodies); the rest was used. */
  | {
      readonly type: 'partial';
      readonly provider: string;
      readonly reason: string;
      readonly status?: number;
      readonly attempts: number;
      readonly sentence: string;
    }
  | {readonly type: 'recovered'; readonly provider: string}
  /** A secret of that provider came back there, and was taken out. */
  | {readonly type: 'exposed'; readonly provider: string; readonly place: string};
