import type {Bucket} from '../universe/verdict.ts';

/** Why symbols are not plainly in the universe, as the verdicts of the sealed night say it. */
export type ReasonsAnswer = {
  readonly session?: string;
  readonly buildId?: string;
  readonly reasons: readonly SymbolReason[];
  /** What could not be read. */
  readonly sentence?: string;
};

export type SymbolReason = {
  readonly symbol: string;
  readonly bucket: Bucket;
  readonly words: string;
  readonly rules: readonly string[];
};
