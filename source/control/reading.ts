import type {Clock} from '../clock.ts';
import type {Progress} from '../engine/progress.ts';
import type {HaltRecord} from '../engine/record.ts';
import type {Connection} from '../provider/connection.ts';
import type {Provider} from '../provider/contract.ts';
import type {ProxyWay} from '../provider/proxy.ts';
import type {Settings} from '../settings.ts';
import type {SealedNight} from '../store/history.ts';
import type {Paths} from '../store/paths.ts';
import type {Calendar} from '../universe/trading-day.ts';
import type {KeyFit} from '../vault/key-fit.ts';
import type {Actor} from './actor.ts';
import type {EventSentence} from './event-line.ts';

/** What the writer of this root knows beyond the files; absent for a reader. */
export type Live = {
  readonly kind: 'daemon' | 'dashboard' | 'command';
  readonly pid: number;
  readonly since: string;
  /** The last record of the ops log when it began: what stands behind it this engine said itself. */
  readonly opsEnd: number;
  readonly progress: () => Progress;
  /** The number of its last event. */
  readonly seq: () => number;
  readonly halted: () => HaltRecord | undefined;
};

export type SecretsGlance = {
  /** Where the master key is. */
  readonly place: string;
  /** As whom a store in the cloud was asked. */
  readonly identity?: 'role' | 'static' | undefined;
  readonly providers: number;
  readonly revision: number;
  /** Encrypted under the newest key. */
  readonly current: boolean;
};

/** All that answering a query needs. Answers come from the files, so that they are the same with and without the writer lock. */
export type Reading = {
  readonly paths: Paths;
  readonly clock: Clock;
  readonly sample: boolean;
  readonly profile?: string;
  /** As the file has them now; throws the Failure that names what does not parse. */
  readonly settings: () => Promise<Settings>;
  readonly calendar: () => Promise<Calendar>;
  /** The way out that the settings name, else the environment; absent where nothing is asked outside. */
  readonly proxy?: (setting: string | undefined) => ProxyWay | undefined;
  readonly providers: () => Promise<ReadonlyMap<string, Provider>>;
  /** Connections of the enabled providers by id, as the settings have them now. */
  readonly connections: () => Promise<ReadonlyMap<string, Connection>>;
  /** Moments of the requests charged to a provider since one in milliseconds, in all processes, oldest first. */
  readonly chargesSince: (provider: string, sinceMs: number) => Promise<readonly number[]>;
  /** Opens the secrets, which is on record under `why` and who asked, else this process's own user, and tells of them what is no secret. Throws the Failure that says why it cannot. */
  readonly openSecrets: (why: string, asker?: Actor) => Promise<SecretsGlance>;
  /** Tries the master key on the secrets without reading them. Throws the Failure that says why they would not open. */
  readonly keyFit: () => Promise<KeyFit>;
  /** A text without the secrets that are recognised in it. */
  readonly masked: (text: string) => Promise<string>;
  /** What a screen says of an event; without it a record is told by its fields. */
  readonly eventSentence?: EventSentence;
  /** Kept nights, oldest first. */
  readonly nights: () => Promise<readonly SealedNight[]>;
  /** What was last seen of a file, by its path: a file that has not changed is not read again for every status. */
  readonly seen: Map<string, {readonly version: string; readonly value: unknown}>;
  readonly live?: Live;
};
