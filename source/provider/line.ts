import type {Agent as HttpAgent} from 'node:http';
import type {Agent as HttpsAgent} from 'node:https';
import type {Clock} from '../clock.ts';
import type {Address} from './address.ts';
import type {WireReport} from './connection.ts';
import type {Limiter} from './quota.ts';
import type {Redact} from './redact.ts';

/** Extra certificate authorities and a client certificate, as PEM text. */
export type Tls = {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
};

/** The way to one provider, shared by all its requests. */
export type Line = {
  readonly provider: string;
  readonly title: string;
  /** Whether a 401 or 403 is about the user's credentials. */
  readonly hasCredentials: boolean;
  readonly address: Address;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly random: () => number;
  readonly report: (report: WireReport) => void;
  readonly redact: Redact;
  readonly agent: {readonly http: HttpAgent; readonly https: HttpsAgent};
  /** Asked before every request: a certificate may be renewed while this process lives. */
  readonly tls: () => Promise<Tls>;
  /** Upper bound of every request's timeout, for tests. */
  readonly timeoutMs: number;
  /** Whether its last attempt failed; `recovered` is said when the next one succeeds. */
  readonly outage: {down: boolean};
};
