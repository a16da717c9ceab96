import type {z} from 'zod';
import type {Situation} from './connection.ts';
import type {Answer, Http, RequestOptions} from './contract.ts';
import {ProviderFailure, type ProviderFailureKind} from './failure.ts';
import {fetchBounded, type WireAnswer, type WireRequest} from './fetch-bounded.ts';
import type {Line} from './line.ts';
import {isInAddress} from './redact.ts';
import {persistently, retryAfterMs} from './retry.ts';

const defaultMaxBytes = 32 * 1024 * 1024;
const defaultTimeoutMs = 30_000;
const mostRedirects = 5;

/** Headers that say nothing about who asks: all that a redirect takes along. */
const plainHeaders = new Set(['accept', 'accept-language', 'user-agent', 'origin', 'referer']);

type Sending = Pick<WireRequest, 'method' | 'body' | 'headers'>;

/** A provider's only way out: paced, charged, bounded, retried, and parsed at the edge. */
export function makeHttp(line: Line, {signal, isUrgent}: Pick<Situation, 'signal' | 'isUrgent'>): Http {
  const ask = (url: string, sending: Sending, options: RequestOptions = {}): Promise<Answer<string>> =>
    persistently(
      line,
      async () => checked(line, await send(line, wireRequest(line, url, sending, options), signal), options),
      {signal, isUrgent},
    );
  const json = async <T>(url: string, sending: Sending, schema: z.ZodType<T>, options?: RequestOptions): Promise<T> =>
    parsed(line, await ask(url, sending, options), schema);
  return {
    text: (url, options) => ask(url, get(options), options),
    json: (url, schema, options) => json(url, get(options), schema, options),
    postJson: (url, body, schema, options) =>
      json(url, post('application/json', JSON.stringify(body), options), schema, options),
    postForm: (url, form, schema, options) =>
      json(url, post('application/x-www-form-urlencoded', `${new URLSearchParams(form)}`, options), schema, options),
  };
}

function get(options?: RequestOptions): Sending {
  return {method: 'GET', headers: lowerCased(options?.headers)};
}

function post(contentType: string, body: string, options?: RequestOptions): Sending {
  return {method: 'POST', body, headers: {...lowerCased(options?.headers), 'content-type': contentType}};
}

function wireRequest(line: Line, url: string, sending: Sending, options: RequestOptions): WireRequest {
  return {
    ...sending,
    url: line.address.of(url),
    maxBytes: options.maxBytes ?? defaultMaxBytes,
    timeoutMs: Math.min(options.timeoutMs ?? defaultTimeoutMs, line.timeoutMs),
  };
}

/** Follows redirects by hand: only to the provider's own hosts, without its headers, each one paced and charged. */
async function send(line: Line, first: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
  let request = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const current = request;
    // Addresses stand in the logs of every machine on the way; a redirect or a link of theirs may bring a secret back in one.
    if (isInAddress(current.url, line.redact))
      throw failed(line, 'malformed', 'was to be asked at an address that holds a secret of ours');
    const wire = {...line, tls: await line.tls()};
    const answer = await line.limiter.run(() => fetchBounded(wire, current, signal), signal);
    const {location} = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
    if (current.method === 'POST') throw failed(line, 'malformed', 'redirected a form, which is not followed', answer);
    const headers = Object.fromEntries(Object.entries(current.headers).filter(([name]) => plainHeaders.has(name)));
    request = {...current, headers, url: line.address.ofRedirect(current.url, location)};
  }
  throw failed(line, 'malformed', `redirected more than ${mostRedirects} times`);
}

/** An answer worth parsing, or the failure that its status, its body or the provider's own reading makes of it. */
function checked(line: Line, answer: WireAnswer, options: RequestOptions): Answer<string> {
  const {status} = answer;
  const isAccepted = (status >= 200 && status < 300) || (options.accept ?? []).includes(status);
  const kind = options.fault?.(status, answer.body) ?? (isAccepted ? undefined : kindOf(line, status));
  if (kind !== undefined) throw failed(line, kind, saying(kind, status), answer);
  if (!options.allowHtml && isPage(answer)) {
    throw failed(line, 'malformed', 'sent a web page where data belongs', answer);
  }
  return answer;
}

function kindOf(line: Line, status: number): ProviderFailureKind {
  if (status === 429) return 'throttled';
  // Without credentials of ours a 401 or 403 is about the machine or the hour: another source, not another key.
  if (status === 401 || status === 403) return line.hasCredentials ? 'refused' : 'exhausted';
  return status === 408 || status >= 500 ? 'unreachable' : 'malformed';
}

function saying(kind: ProviderFailureKind, status: number): string {
  const words = {
    throttled: 'asks us to slow down',
    refused: 'does not accept our credentials',
    exhausted: 'will not serve us now',
    unreachable: 'is in trouble',
    malformed: 'did not understand the request or changed its answers',
  } satisfies Record<ProviderFailureKind, string>;
  return `${words[kind]} (status ${status})`;
}

function failed(line: Line, kind: ProviderFailureKind, what: string, answer?: WireAnswer): ProviderFailure {
  const header = answer?.status === 429 || answer?.status === 503 ? answer.headers['retry-after'] : undefined;
  const waitMs = retryAfterMs(header, line.clock.now());
  return new ProviderFailure(line.provider, kind, `${line.title} ${what}.`, {
    ...(answer === undefined ? {} : {status: answer.status}),
    ...(waitMs === undefined ? {} : {retryAfterMs: waitMs}),
  });
}

function isPage(answer: WireAnswer): boolean {
  return (
    /html/i.test(answer.headers['content-type'] ?? '') || /^\s*<(!doctype|html|head|body|script)/i.test(answer.body)
  );
}

/** The schema is the edge. What it refuses is named by its path, never by its text. */
function parsed<T>(line: Line, {body, status}: Answer<string>, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const what = body.trim() === '' ? 'sent an empty answer' : 'sent an answer that is not JSON';
    throw new ProviderFailure(line.provider, 'malformed', `${line.title} ${what}.`, {status});
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ProviderFailure(
    line.provider,
    'malformed',
    `${line.title} sent an unexpected answer at ${whereOf(result.error, line)}.`,
    {
      status,
    },
  );
}

/** The names on the way may be the provider's own: a record's, for one. */
function whereOf(error: z.ZodError, {redact}: Line): string {
  const path = error.issues[0]?.path ?? [];
  const words = path.slice(0, 8).map((step) =>
    redact(String(step))
      .value.replaceAll(/[^\w$-]/g, '?')
      .slice(0, 32),
  );
  return words.length === 0 ? 'its root' : words.join('.');
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
