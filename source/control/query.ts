import {z} from 'zod';
import type {PassReport, StampedEvent} from '../engine/event.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {Criteria} from '../universe/criteria.ts';
import type {Entered} from '../universe/entered.ts';
import type {CandidateSymbol, EnrichedSymbol} from '../universe/symbol.ts';
import type {Bucket, Funnel, Reason} from '../universe/verdict.ts';
import type {BlockNews, LastEditAnswer, PreviewAnswer} from './action-answers.ts';
import {Actor} from './actor.ts';
import {type AuditLinesAnswer, AuditLinesQuery} from './audit-lines.ts';
import type {AccessAnswer, AuditAnswer, BackupRow, CredentialsAnswer} from './credential-answers.ts';
import type {HistoryRow} from './history-row.ts';
import type {PlanAnswer} from './plan-answer.ts';
import type {ReasonsAnswer} from './reasons-answer.ts';
import type {SettingRow} from './setting-row.ts';
import type {Status} from './status-answer.ts';

export const TableName = z.enum(['unfiltered', 'partial', 'final', 'blocklist']);
export type TableName = z.infer<typeof TableName>;

/** Everything that can be asked; nothing here changes anything. */
export const Query = z.discriminatedUnion('name', [
  z.object({name: z.literal('status')}),
  /** `version` is what the asker already has: the same version is answered without rows. */
  z.object({name: z.literal('table'), table: TableName, version: z.string().optional()}),
  z.object({name: z.literal('verify'), deep: z.boolean()}),
  z.object({name: z.literal('explain'), symbol: z.string(), night: z.iso.date().optional()}),
  /** What happened to the block of a symbol, which the ops log is searched for. */
  z.object({name: z.literal('block-news'), symbol: z.string()}),
  z.object({name: z.literal('diff'), from: z.string().optional(), to: z.string().optional()}),
  z.object({name: z.literal('funnel'), night: z.iso.date().optional()}),
  z.object({name: z.literal('plan')}),
  /** What a command would change, before it does. */
  z.object({name: z.literal('preview'), of: z.literal('refilter')}),
  /** What an undo would reverse; of it there may be nothing. */
  z.object({name: z.literal('last-edit')}),
  z.object({name: z.literal('settings')}),
  z.object({name: z.literal('providers')}),
  z.object({name: z.literal('check'), symbols: z.array(z.string())}),
  z.object({name: z.literal('history')}),
  /** It opens the secrets, which is on record under `asker`. */
  z.object({
    name: z.literal('doctor'),
    reach: z.boolean(),
    production: z.boolean().optional(),
    asker: Actor.optional(),
  }),
  /**
   * What is known of every credential without opening the secrets. `tryKey`: whether the master key opens them is tried, and nothing
   * of them read; `here` where it is a file or a variable.
   */
  z.object({name: z.literal('credentials'), tryKey: z.enum(['here', 'anywhere']).optional()}),
  z.object({name: z.literal('backups')}),
  z.object({name: z.literal('access')}),
  /** Follows the chains of both logs. */
  z.object({name: z.literal('audit')}),
  /** Why these symbols, or all that are not plainly in, ended where they did in the sealed night. */
  z.object({name: z.literal('reasons'), symbols: z.array(z.string()).optional()}),
  /** Whether any file of a status has changed, for next to nothing. */
  z.object({name: z.literal('pulse')}),
  /** What was said before this engine began, as the ops log has it: the newest, in their order, without verdicts. */
  z.object({name: z.literal('said')}),
  /** Texts that are about to be kept, without a stored secret in them. */
  z.object({name: z.literal('masked'), texts: z.array(z.string())}),
  AuditLinesQuery,
]);
export type Query = z.infer<typeof Query>;

export type {PlanAnswer} from './plan-answer.ts';
export type {NumberRange, SettingRow} from './setting-row.ts';
export type {FileState, Status} from './status-answer.ts';

export type TableRow = EnrichedSymbol | BlocklistEntry;
export type TableAnswer = {readonly version: string; readonly rows?: readonly TableRow[]; readonly sentence?: string};

export type CheckResult = {
  readonly check: string;
  readonly passed: boolean;
  readonly sentence: string;
  readonly reported?: boolean;
};
export type VerifyAnswer = {readonly fit: boolean; readonly halted: boolean; readonly checks: readonly CheckResult[]};

export type Explanation = {
  readonly symbol: string;
  readonly session?: string;
  readonly bucket?: Bucket;
  readonly admitted: boolean;
  readonly facts?: EnrichedSymbol;
  /** What the lists say of a symbol without facts. */
  readonly listed?: CandidateSymbol;
  /** Every rule with its verdict, in the order of judging. */
  readonly rules: readonly (Reason & {readonly passed: boolean})[];
  readonly reasons: readonly Reason[];
  /** What would have to be different, such as `passes if minMarketCap ≤ 287M`. */
  readonly counterfactual?: string;
  readonly blocked?: BlocklistEntry;
  /** Last nights, newest first. */
  readonly nights: readonly {readonly night: string; readonly bucket: Bucket | 'absent'}[];
  readonly sentence: string;
  readonly unread?: true;
};

export type DiffAnswer = {
  readonly from: string;
  readonly to: string;
  readonly added: readonly string[];
  /** Where each of `added` stood in `from`; absent where its verdicts could not be read, and of an engine of an earlier version. */
  readonly entered?: readonly Entered[];
  readonly removed: readonly {
    readonly symbol: string;
    readonly bucket: Bucket | 'absent';
    readonly reasons: readonly Reason[];
  }[];
  readonly recovered: readonly string[];
  readonly newlyBlocked: readonly string[];
  readonly changed: number;
  readonly kept: number;
  /** (added + removed) / size of `from`. */
  readonly turnover: number;
  /** What could not be read of the two nights. */
  readonly sentence?: string;
};

export type ProviderRow = {
  readonly id: string;
  readonly title: string;
  readonly tier: string;
  readonly enabled: boolean;
  readonly capabilities: readonly string[];
  readonly passes: readonly string[];
  readonly baseUrl: string;
  readonly needsCredentials: boolean;
  readonly quotas: readonly {
    readonly per: string;
    readonly limit: number;
    readonly spent: number;
    /** While it is full: when it has room for one more. */
    readonly roomAt?: string;
    /** When all of it is free again, if nothing more is spent. */
    readonly emptyAt?: string;
  }[];
};

export type CheckAnswer = {
  readonly session?: string;
  /** Why there is no universe that could be looked into; all are outside then. */
  readonly sentence?: string;
  readonly inside: readonly string[];
  readonly outside: readonly {readonly symbol: string; readonly sentence: string}[];
};

export type DoctorAnswer = {readonly healthy: boolean; readonly checks: readonly CheckResult[]};

/** An event as a log keeps it. */
export type SaidEvent = Pick<StampedEvent, 'at' | 'event'>;

export type Answers = {
  readonly status: Status;
  readonly table: TableAnswer;
  readonly verify: VerifyAnswer;
  readonly explain: Explanation;
  /** Newest first. */
  readonly 'block-news': readonly BlockNews[];
  readonly diff: DiffAnswer;
  /** `rejected`: what those in the bucket of that name failed; a symbol that failed several rules counts in each. */
  readonly funnel: Funnel & {
    readonly session: string;
    /** The seal that it counts; an engine of an earlier version does not say. */
    readonly buildId?: string;
    readonly criteria: Criteria;
    readonly rejected: Funnel['rules'];
    /** What the passes of the last seal cost. */
    readonly passes?: readonly PassReport[];
  };
  readonly plan: PlanAnswer;
  readonly preview: PreviewAnswer;
  readonly 'last-edit': LastEditAnswer;
  readonly settings: readonly SettingRow[];
  readonly providers: readonly ProviderRow[];
  readonly check: CheckAnswer;
  readonly history: readonly HistoryRow[];
  readonly doctor: DoctorAnswer;
  readonly credentials: CredentialsAnswer;
  readonly backups: readonly BackupRow[];
  readonly access: AccessAnswer;
  readonly audit: AuditAnswer;
  readonly reasons: ReasonsAnswer;
  readonly pulse: {readonly version: string};
  readonly said: readonly SaidEvent[];
  readonly masked: {readonly texts: readonly string[]};
  readonly 'audit-lines': AuditLinesAnswer;
};
