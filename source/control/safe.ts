import type {Connection} from '../provider/connection.ts';
import type {Provider} from '../provider/contract.ts';
import type {AuditLog} from '../vault/audit-log.ts';
import type {KeySource} from '../vault/key-source.ts';
import type {Redactor} from '../vault/redactor.ts';
import type {StandingFile} from '../vault/standing.ts';
import type {Vault} from '../vault/vault.ts';
import type {OwnAct} from './secrets-in-log.ts';
import type {SecretsJudged} from './secrets-judged.ts';

export type Values = Readonly<Record<string, string>>;

/** The secrets of this root in the hands of its writer. */
export type Safe = {
  readonly vault: Vault;
  readonly audit: AuditLog;
  readonly standing: StandingFile;
  /**
   * What is known of the root's credentials, for a sample market, which has others and cannot open those: their owner works with it
   * too, and may paste one of them.
   */
  readonly ofRoot?: Pick<StandingFile, 'peek'>;
  readonly redactor: Redactor;
  /** Where the master keys are, as the settings of this moment have it. */
  readonly source: () => Promise<KeySource>;
  /** What connections send, by provider: filled for the length of a build and then emptied. */
  readonly inUse: Map<string, Values>;
  /** A line to a provider over values that need not be kept anywhere. */
  readonly connectWith: (provider: Provider, values: Values) => Promise<Connection>;
  /** Runs the person's own program; resolves with what it printed. Throws a Failure without any of it, with what may be quoted of its last words. */
  readonly runHook: (
    command: readonly string[],
    input: {readonly provider: string; readonly fields: readonly string[]},
  ) => Promise<string>;
  /** SHA-256 of the secrets file as it is; undefined where there is none, or none that can be read. */
  readonly secretsSum: () => Promise<string | undefined>;
  /** The secrets file beside what the audit log tells of it, the act that is under way left aside. */
  readonly secretsJudged: (own?: OwnAct) => Promise<SecretsJudged>;
  /** Name of this machine, for the audit. */
  readonly host: string;
};
