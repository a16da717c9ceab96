import {ProviderFailure} from './failure.ts';
import type {Line} from './line.ts';
import {longestWaitMs} from './quota.ts';

const attemptsWhenUnreachable = 3;
const attemptsWhenThrottled = 5;
const firstBackoffMs = 1000;
const longestBackoffMs = 15_000;
/** Where the provider does not say how long: double from here. */
const firstThrottleMs = 60_000;

/** The one place that tries again, so that every attempt passes the limiter and is charged. */
export async function persistently<T>(
  line: Line,
  attempt: () => Promise<T>,
  {signal, isUrgent = false}: {readonly signal: AbortSignal; readonly isUrgent?: boolean | undefined},
): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      const answer = await attempt();
      if (line.outage.down) line.report({type: 'recovered', provider: line.provider});
      line.outage.down = false;
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      line.outage.down ||= error.reason === 'unreachable' || error.reason === 'throttled';
      if (error.reason === 'throttled') throttle(line, error, {attempt: count, isUrgent});
      else if (error.reason === 'unreachable' && !error.lasting) await backOff(line, error, count, signal);
      else throw again(error, count);
    }
  }
}

/** Holds the whole line, so that requests beside this one wait too; the next attempt waits in the limiter. */
function throttle(
  line: Line,
  failure: ProviderFailure,
  {attempt, isUrgent}: {readonly attempt: number; readonly isUrgent: boolean},
): void {
  const waitMs = failure.retryAfterMs ?? firstThrottleMs * 2 ** (attempt - 1);
  line.limiter.hold(waitMs);
  const {provider} = line;
  if (waitMs > longestWaitMs || attempt >= attemptsWhenThrottled || isUrgent) {
    throw new ProviderFailure(provider, 'exhausted', failure.message, {
      retryAfterMs: waitMs,
      attempts: attempt,
      ...(failure.status === undefined ? {} : {status: failure.status}),
    });
  }
  line.report({type: 'throttled', provider, attempt, waitMs, ...statusOf(failure)});
}

async function backOff(line: Line, failure: ProviderFailure, attempt: number, signal: AbortSignal): Promise<void> {
  if (attempt >= attemptsWhenUnreachable) throw again(failure, attempt);
  // Full jitter: many machines that lost the same server do not come back in step.
  const waitMs = Math.round(line.random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempt));
  const {provider} = line;
  line.report({type: 'retried', provider, attempt, waitMs, sentence: failure.message, ...statusOf(failure)});
  await line.clock.sleep(waitMs, signal);
}

function again(failure: ProviderFailure, attempts: number): ProviderFailure {
  return new ProviderFailure(failure.provider, failure.reason, failure.message, {
    attempts: failure.attempts === 0 ? 0 : attempts,
    lasting: failure.lasting,
    ...(failure.hint === undefined ? {} : {hint: failure.hint}),
    ...statusOf(failure),
    ...(failure.retryAfterMs === undefined ? {} : {retryAfterMs: failure.retryAfterMs}),
  });
}

function statusOf(failure: ProviderFailure): {status?: number} {
  return failure.status === undefined ? {} : {status: failure.status};
}

/** Seconds or an HTTP date; anything else (junk, negative, the past) says nothing. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Math.max(1000, Number(text) * 1000);
  if (!/^[A-Z][a-z]{2}, \d{2} /.test(text)) return undefined;
  const waitMs = Date.parse(text) - now.getTime();
  return waitMs > 0 ? waitMs : undefined;
}
