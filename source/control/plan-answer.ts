import type {CredentialProblem} from './credential-state.ts';

export type PlanAnswer = {
  readonly session: string;
  readonly steps: readonly {
    readonly pass: string;
    readonly provider: string;
    readonly calls: number;
    readonly because: string;
  }[];
  readonly calls: number;
  readonly minutes: number;
  /** The same, finer; an engine of before does not say it. */
  readonly seconds?: number;
  readonly fits: boolean;
  readonly quotas: readonly {
    readonly provider: string;
    readonly per: string;
    readonly limit: number;
    readonly spent: number;
    readonly planned: number;
    readonly fits: boolean;
  }[];
  /** Providers whose credentials would not do: without a `stop`, the build passes them over. */
  readonly barred?: readonly (CredentialProblem & {readonly provider: string})[];
  /** Why the build would not begin. */
  readonly stop?: {readonly sentence: string; readonly hint?: string | undefined};
  /** Lists of the person's own that a build could not read: without any other list, it would pause at its first pass. */
  readonly unread?: {readonly sentence: string; readonly isPause: boolean};
  /** What a recovery of the blocklist would ask now; absent where the blocklist cannot be read. */
  readonly recovery?: {readonly symbols: number; readonly steps: PlanAnswer['steps']};
  /** What else a person should know: what it goes on with, and what could not be read and so was estimated. */
  readonly sentence?: string;
};
