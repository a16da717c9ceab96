import type {ClientRequest} from 'node:http';
import type {Got} from 'got';
import {z} from 'zod';
import {type Control, Result} from '../control/control.ts';
import type {Answers, Query} from '../control/query.ts';
import {exitCodes, Failure, type FailureKind} from '../failure.ts';
import {left} from './guest-control.ts';
import {receive} from './sse.ts';

/** Who serves, as messages name it. */
export type Peer = {readonly socket: string; readonly kind: string; readonly pid: number};

const kinds = Object.keys(exitCodes).filter((kind) => kind !== 'done') as FailureKind[];
const Refusal = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  kind: z.enum(kinds),
});

const Leaving = z.object({leaving: z.boolean()});

/** Half of what this program takes to start; a command that asks nobody never loads it. */
const wire = () => import('got');

const patience = {connect: 3000, send: 5000} as const;

/** The `Control` of another process of this user, through its socket. */
export function attach(peer: Peer): Control {
  let extended: Promise<Got> | undefined;
  const client = () => (extended ??= clientOf(peer));
  return {
    perform: async (command, actor) => Result.parse(await ask(client, 'perform', {peer, body: {command, actor}})),
    query: async <Q extends Query>(query: Q) =>
      // The holder is this program too: the answer to a query has the type that the query names.
      (await ask(client, 'query', {peer, body: {query}, responseMs: 120_000})) as Answers[Q['name']],
    events: (after, signal) => events(client, after, signal),
    close: async () => {},
  };
}

async function clientOf({socket}: Peer): Promise<Got> {
  const [{default: got}, {Agent}] = await Promise.all([wire(), import('node:http')]);
  return got.extend({
    prefixUrl: urlOf(socket),
    enableUnixSockets: true,
    retry: {limit: 0},
    throwHttpErrors: false,
    timeout: patience,
    // A kept connection that the holder closed meanwhile would fail the next command for no reason.
    agent: {http: new Agent({keepAlive: false})},
  });
}

/** Whether the holder answers at all; a stopped process accepts connections and then says nothing. */
export async function answers(peer: Peer, withinMs: number): Promise<boolean> {
  const {default: got} = await wire();
  try {
    const response = await got(`${urlOf(peer.socket)}/health`, {
      enableUnixSockets: true,
      retry: {limit: 0},
      timeout: {request: withinMs},
    });
    return response.statusCode === 200;
  } catch {
    return false;
  }
}

/** Asks an engine that is idle to let go of the root; false where it does not, for it has work or is of an earlier version. */
export async function askToLeave(peer: Peer, withinMs: number): Promise<boolean> {
  const {default: got} = await wire();
  try {
    const answer = await got.post(`${urlOf(peer.socket)}/hand-over`, {
      enableUnixSockets: true,
      retry: {limit: 0},
      timeout: {request: withinMs},
    });
    return Leaving.parse(JSON.parse(answer.body)).leaving;
  } catch {
    return false;
  }
}

/** got reads the socket up to the first colon and then decodes it, so that a folder may hold colons and spaces. */
function urlOf(socket: string): string {
  return `http://unix:${socket.split('/').map(encodeURIComponent).join('/')}:/v1`;
}

/** Nobody is named where the holder has not signed. */
export function noAnswer(peer: Peer | undefined, cause?: unknown): Failure {
  const who =
    peer === undefined
      ? 'The process that holds this root'
      : `The ${peer.kind} that holds this root (process ${peer.pid})`;
  return new Failure('writer.no-answer', `${who} does not answer.`, {
    hint: 'Look at that process; when it has ended, run this again.',
    kind: 'no-answer',
    cause,
  });
}

type Asking = {readonly peer: Peer; readonly body: object; readonly responseMs?: number};

async function ask(client: () => Promise<Got>, path: string, {peer, body, responseMs}: Asking): Promise<unknown> {
  const timeout = responseMs === undefined ? patience : {...patience, response: responseMs};
  let begun = false;
  const {RequestError, TimeoutError} = await wire();
  const asking = (await client()).post(path, {json: body, timeout});
  void asking.on('request', (request: ClientRequest) => {
    request.once('information', () => {
      begun = true;
    });
  });
  const response = await asking.catch((thrown: unknown) => {
    if (!(thrown instanceof RequestError)) throw thrown;
    if (begun || thrown instanceof TimeoutError) throw noAnswer(peer, thrown);
    throw left(`process ${peer.pid}`, thrown);
  });
  const value: unknown = parsed(response.body, peer);
  if (response.statusCode === 200) return value;
  throw revived(value, peer);
}

function parsed(body: string, peer: Peer): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw noAnswer(peer, cause);
  }
}

function revived(value: unknown, peer: Peer): Failure {
  const refusal = Refusal.safeParse(value);
  if (!refusal.success) return noAnswer(peer, refusal.error);
  const {code, message, hint, kind} = refusal.data;
  return new Failure(code, message, {kind, ...(hint === undefined ? {} : {hint})});
}

async function* events(client: () => Promise<Got>, after: number, signal: AbortSignal): ReturnType<Control['events']> {
  const asked = {searchParams: {after}, timeout: patience, signal, throwHttpErrors: true};
  const {RequestError} = await wire();
  const stream = (await client()).stream('events', asked);
  try {
    yield* receive(stream.setEncoding('utf8'));
  } catch (thrown) {
    // The holder went away or the reader had enough: both simply end the stream.
    if (!(thrown instanceof RequestError) && !signal.aborted) throw thrown;
  } finally {
    stream.destroy();
  }
}
