import type {GateFinding} from '../engine/event.ts';
import type {Criteria} from '../universe/criteria.ts';
import type {Bucket, Reason} from '../universe/verdict.ts';

/** What a refilter would change now, before anybody does it. */
export type PreviewAnswer = {
  /** Of all that it says of symbols, criteria and gates: another one is another outcome. */
  readonly digest: string;
  readonly session: string;
  readonly buildId: string;
  readonly added: readonly string[];
  readonly removed: readonly {
    readonly symbol: string;
    readonly bucket: Bucket | 'absent';
    readonly reasons: readonly Reason[];
  }[];
  readonly kept: number;
  /** Criteria that are other now than those of the seal. */
  readonly criteria: readonly {
    readonly field: keyof Criteria;
    readonly sealed?: string;
    readonly now?: string;
  }[];
  /** Blocked symbols that pass the floor of now, which a refilter does not bring back. */
  readonly passing?: string;
  /** What would refuse the seal; nothing of it is overridden by looking. */
  readonly gates: readonly GateFinding[];
};

/** The last edit of the blocklist, where there was one. */
export type LastEditAnswer = {
  readonly edit?: LastEdit;
  /** There was no edit, but a recovery of the blocklist, which is none and is not undone. */
  readonly recoveredAt?: string;
};

/** The last thing a person did to the blocklist, and what would reverse it. */
export type LastEdit = {
  /** Number of its record in the ops log: an undo names it, so that it reverses this edit or none. */
  readonly record: number;
  readonly at: string;
  readonly actor: string;
  readonly action: 'added' | 'removed';
  readonly symbols: readonly string[];
  readonly justification: string;
  readonly until?: string;
  /** It was an undo itself: to reverse it does again what was undone. */
  readonly undoes?: number;
  /** What an undo now would do, symbol by symbol. */
  readonly steps: readonly UndoStep[];
  /** Why it cannot be reversed; absent where it can. */
  readonly sentence?: string;
  /** A recovery came after it, and that is not undone. */
  readonly recoveredAt?: string;
};

export type UndoStep = {
  readonly symbol: string;
  readonly does: 'block' | 'unblock' | 'nothing';
  /** The reason it is blocked for again, or why nothing is done. */
  readonly because?: string;
  readonly until?: string;
};

/** One thing that happened to a symbol's block, as the ops log tells it. */
export type BlockNews = {
  readonly at: string;
  readonly what: 'blocked' | 'unblocked' | 'expired' | 'recovered' | 'edited';
  readonly by: string;
  readonly because?: string;
};
