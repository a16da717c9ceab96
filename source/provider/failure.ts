import {Failure} from '../failure.ts';

/**
 * What a provider could not do, and so what happens next: `unreachable` was retried (unless it is lasting), then the next source;
 * `throttled` waits what it was told; `exhausted` next source; `refused` aborts (credentials); `malformed` next source.
 */
export type ProviderFailureKind = 'unreachable' | 'throttled' | 'exhausted' | 'refused' | 'malformed';

export type ProviderFailureDetails = {
  readonly status?: number;
  /** Milliseconds the provider asked us to wait. */
  readonly retryAfterMs?: number;
  readonly attempts?: number;
  /** Trying again tonight would end the same way. */
  readonly lasting?: boolean;
  readonly hint?: string;
  readonly cause?: unknown;
};

/** A provider's inability to answer. Its message never holds a URL, a header or a body. */
export class ProviderFailure extends Failure {
  readonly provider: string;
  readonly reason: ProviderFailureKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly attempts: number;
  readonly lasting: boolean;

  constructor(provider: string, reason: ProviderFailureKind, sentence: string, details: ProviderFailureDetails = {}) {
    super(`provider.${reason}`, sentence, {
      kind: reason === 'refused' ? 'credentials' : 'paused',
      ...(details.hint === undefined ? {} : {hint: details.hint}),
      ...(details.cause === undefined ? {} : {cause: details.cause}),
    });
    this.name = 'ProviderFailure';
    this.provider = provider;
    this.reason = reason;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.attempts = details.attempts ?? 1;
    this.lasting = details.lasting ?? false;
  }
}
