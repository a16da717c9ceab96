import type {z} from 'zod';
import type {Clock} from '../clock.ts';
import {Failure} from '../failure.ts';
import {isLoopback} from '../provider/address.ts';
import {ProviderFailure} from '../provider/failure.ts';
import {fetchBounded, type WireAnswer, type WireRequest} from '../provider/fetch-bounded.ts';
import {type Way, wireTo} from '../provider/wire.ts';

/** A store of keys on the network, and the way to it. */
export type Store = Way & {
  readonly title: string;
  readonly clock: Clock;
  /** What to look at when it does not answer. */
  readonly hint: string;
  /** No answer may take longer. */
  readonly timeoutMs: number;
};

export type StoreRequest = Pick<WireRequest, 'method' | 'url' | 'headers' | 'body'>;

const pauseMs = 500;
const mostBytes = 1024 * 1024;

/**
 * One exchange, and a second where the first found nobody able to answer. Redirects are not followed: they would take
 * the token or the signature along to wherever the answer says.
 */
export async function ask(store: Store, request: StoreRequest, isTrouble = isServerTrouble): Promise<WireAnswer> {
  try {
    const answer = await once(store, request);
    if (!isTrouble(answer)) return answer;
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== 'key.unreachable') throw thrown;
  }
  await store.clock.sleep(pauseMs);
  return once(store, request);
}

/** One exchange, whatever comes of it. */
export async function once(store: Store, request: StoreRequest): Promise<WireAnswer> {
  // What goes to this machine, or in the clear, must not be handed to a proxy.
  const isDirect = request.url.protocol === 'http:' || isLoopback(request.url);
  const wire = wireTo({provider: 'key-store', title: store.title}, isDirect ? {tls: store.tls} : store);
  const bounds = {maxBytes: mostBytes, timeoutMs: store.timeoutMs};
  try {
    const answer = await fetchBounded(wire, {...request, ...bounds}, new AbortController().signal);
    if (answer.status < 300 || answer.status > 399) return answer;
  } catch (thrown) {
    throw thrown instanceof ProviderFailure ? translated(store, thrown) : thrown;
  } finally {
    wire.agent.http.destroy();
    wire.agent.https.destroy();
  }
  throw unreachable(store, 'redirected us to another address, which is not followed');
}

export function isServerTrouble({status}: WireAnswer): boolean {
  return status >= 500 || status === 429 || status === 408;
}

export function unreachable({title, hint}: Store, what: string): Failure {
  return new Failure('key.unreachable', `${title} ${what}.`, {hint, kind: 'credentials'});
}

/** `what` follows the name of the store; the hint says what to do about it. */
export function refused({title}: Store, what: string, hint: string): Failure {
  return new Failure('key.refused', `${title} ${what}.`, {hint, kind: 'credentials'});
}

export function malformed({title}: Store, what: string): Failure {
  return new Failure('key.malformed', `${title} ${what}.`, {
    hint: 'Check that its address is that of the store and not of something before it; nothing was changed.',
    kind: 'credentials',
  });
}

/** The parsed body. What the schema refuses is named by its path: the text beside it may be a key. */
export function parsed<T>(store: Store, {body}: WireAnswer, schema: z.ZodType<T>): T {
  const result = schema.safeParse(jsonOf(body));
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.map(String).join('.') ?? '';
  throw malformed(store, `sent an answer that is not as expected${path === '' ? '' : ` (at ${path})`}`);
}

/** Undefined for what is no JSON: the parser's own words would quote it. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without a cause, and with the words of the wire, which hold no address and no header. */
function translated({hint}: Store, {reason, message}: ProviderFailure): Failure {
  const code = reason === 'malformed' ? 'key.malformed' : 'key.unreachable';
  return new Failure(code, message, {hint, kind: 'credentials'});
}
