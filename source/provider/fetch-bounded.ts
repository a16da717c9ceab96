import type {IncomingHttpHeaders} from 'node:http';
import {getCACertificates} from 'node:tls';
import got, {type Response, TimeoutError} from 'got';
import {ProviderFailure, type ProviderFailureDetails} from './failure.ts';
import type {Line, Tls} from './line.ts';
import {tlsCode, tlsRefusal} from './tls-refusal.ts';

/** What an exchange needs of a line: who is asked, and the way there. */
export type Wire = Pick<Line, 'provider' | 'title' | 'agent'> & {readonly tls: Tls};

export type WireRequest = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly maxBytes: number;
  readonly timeoutMs: number;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * One exchange, bounded in time and bytes: got by itself waits for ever, takes bodies without end, follows redirects
 * with foreign headers and hands over truncated text in silence. No retry here: each one must pass the limiter.
 */
export async function fetchBounded(line: Wire, request: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
  const stream = got.stream(request.url, gotOptions(line, request, signal));
  let response: Response | undefined;
  stream.once('response', (answered: Response) => {
    response = answered;
  });
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > request.maxBytes) throw tooLarge(line, request.maxBytes);
      chunks.push(chunk);
    }
    if (!response) throw unreachable(line, 'closed the connection without an answer');
    if (!response.complete) throw unreachable(line, 'broke off in the middle of its answer');
    return {
      status: response.statusCode,
      headers: flat(response.headers),
      body: new TextDecoder().decode(Buffer.concat(chunks)),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof ProviderFailure ? error : wireFailure(line, request, error);
  } finally {
    stream.destroy();
  }
}

function gotOptions(line: Wire, request: WireRequest, signal: AbortSignal) {
  const {timeoutMs} = request;
  const first = Math.min(10_000, timeoutMs);
  return {
    method: request.method,
    headers: request.headers,
    ...(request.body === undefined ? {} : {body: request.body}),
    agent: line.agent,
    signal,
    retry: {limit: 0},
    followRedirect: false,
    throwHttpErrors: false,
    decompress: true,
    strictContentLength: true,
    https: {
      minVersion: line.tls.minVersion ?? 'TLSv1.2',
      rejectUnauthorized: true,
      ...(line.tls.ca === undefined ? {} : {certificateAuthority: besideSystem(line.tls.ca)}),
      ...(line.tls.cert === undefined ? {} : {certificate: line.tls.cert}),
      ...(line.tls.key === undefined ? {} : {key: line.tls.key}),
    },
    // The screener lets the wrong client hang without a byte, so no phase may be open-ended.
    timeout: {
      lookup: first,
      connect: first,
      secureConnect: first,
      send: first,
      socket: Math.min(20_000, timeoutMs),
      response: Math.min(20_000, timeoutMs),
      request: timeoutMs,
    },
  } as const;
}

/** Whoever names an authority adds it: the ordinary providers must not be strangers for that. */
function besideSystem(ca: string): string[] {
  return [...getCACertificates('default'), ca];
}

/** Says what broke by its stable code only: the error's own message may hold the URL. */
function wireFailure(line: Wire, request: WireRequest, error: unknown): ProviderFailure {
  if (error instanceof TimeoutError) {
    return unreachable(line, `did not answer within ${request.timeoutMs / 1000} s (${error.event})`);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const refusal = tlsRefusal(tlsCode(error, code), line.tls);
  if (refusal !== undefined) return unreachable(line, refusal.what, {hint: refusal.hint, lasting: true});
  if (code === 'ECONNRESET' || code === 'EPIPE') return unreachable(line, `broke the connection (${code})`);
  if (code.startsWith('Z_')) return unreachable(line, `sent a compressed body that does not unpack (${code})`);
  return unreachable(line, `could not be reached${/^[A-Z0-9_]+$/.test(code) ? ` (${code})` : ''}`);
}

function unreachable(line: Wire, what: string, details: ProviderFailureDetails = {}): ProviderFailure {
  return new ProviderFailure(line.provider, 'unreachable', `${line.title} ${what}.`, details);
}

function tooLarge(line: Wire, maxBytes: number): ProviderFailure {
  const mebibytes = Math.round(maxBytes / 1024 / 1024);
  return new ProviderFailure(line.provider, 'malformed', `${line.title} sent more than ${mebibytes} MiB.`);
}

function flat(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const pairs = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join('\n') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs);
}
