import type {MarketRequest, RequestKind} from '../helpers/market.ts';
import type {Ran} from './run-child.ts';

/**
 * The rule, exactly. The engine asks one thing after the other, and each answer is on disk before the next is asked. So a process that is
 * killed leaves at most one answer that is not: the last one it asked for. A request is asked again only where it is that one, and not
 * even then once the process had said that the pass it belongs to was finished. Two things are more than one request: the screener's
 * body and the call that dates it are one answer; Yahoo's cookie and crumb are a secret, never written down, and asked once a process.
 */
export type RequestAudit = {
  readonly requests: number;
  /** Answers asked for again; the screener's body and its date are one. */
  readonly repeated: number;
  /** Requests asked again, or twice by one process, that no kill explains. */
  readonly unexplained: readonly string[];
  /** Answers that kills left unacknowledged: what may be asked again at most. */
  readonly allowed: number;
};

/** The pass whose end says that answers of a kind are on disk. */
const acknowledgedBy: Partial<Record<RequestKind, string>> = {
  list: 'collect',
  stocks: 'collect',
  session: 'collect',
  etf: 'price',
  spark: 'price',
  quote: 'enrich',
};

export function auditRequests(processes: readonly Ran[]): RequestAudit {
  const unexplained: string[] = [];
  /** Processes that may have lost the answer of a key. */
  const excuses = new Map<string, number>();
  const seen = new Set<string>();
  let requests = 0;
  let repeated = 0;
  let allowed = 0;
  for (const [at, ran] of processes.entries()) {
    const own = new Set<string>();
    for (const request of ran.requests) {
      requests += 1;
      const secret = isSecret(request);
      const keys = keysOf(request);
      const again = keys.filter((key) => seen.has(key));
      if (own.has(keys[0] ?? '')) unexplained.push(`process ${at} asked twice: ${keys[0]}`);
      for (const key of keys) own.add(key);
      if (secret || again.length === 0) continue;
      if (request.kind !== 'session') repeated += 1;
      const stray = again.find((key) => (excuses.get(key) ?? 0) === 0);
      if (stray !== undefined) unexplained.push(`process ${at} asked again: ${stray}`);
      for (const key of again) excuses.set(key, (excuses.get(key) ?? 0) - 1);
    }
    for (const key of own) seen.add(key);
    const lost = ran.killed ? lostBy(ran) : [];
    if (lost.length > 0) allowed += 1;
    for (const key of lost) excuses.set(key, 1);
  }
  return {requests, repeated, unexplained, allowed};
}

/** Keys of the one answer that a killed process may not have saved. */
function lostBy({requests, finished}: Ran): readonly string[] {
  const asked = requests.filter((request) => !isSecret(request));
  const last = asked.at(-1);
  if (last === undefined || finished.has(acknowledgedBy[last.kind] ?? '')) return [];
  const before = asked.at(-2);
  const pair = last.kind === 'session' && before?.kind === 'stocks' ? [before, last] : [last];
  return pair.flatMap(keysOf);
}

/** One key a symbol for what is asked in batches, else the address; a crumb in it says nothing. */
function keysOf({provider, kind, path, query, symbols}: MarketRequest): readonly string[] {
  if (symbols.length > 0) return symbols.map((symbol) => `${provider} ${kind} ${symbol}`);
  return [`${provider} ${kind} ${path}?${query}`];
}

function isSecret({kind}: MarketRequest): boolean {
  return kind === 'cookie' || kind === 'crumb';
}
