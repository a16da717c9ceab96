import {createServer, type Server as HttpServer} from 'node:http';
import type {Server as SocketServer} from 'node:net';
import {Readable} from 'node:stream';
import fastify, {type FastifyInstance, type FastifyReply} from 'fastify';
import {z} from 'zod';
import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import {Failure, type FailureKind, sentenceOf} from '../failure.ts';
import {keepDoor} from './doorkeeper.ts';
import {guestControl} from './guest-control.ts';
import {registerHandOver} from './hand-over.ts';
import {type Route, routes} from './routes.ts';
import {send} from './sse.ts';

export type Server = {
  /** Ends the event streams, lets the requests in flight finish, and closes the socket. */
  readonly close: () => Promise<void>;
};

export type Serving = {
  readonly socket: string;
  readonly clock: Clock;
  /** Removes what a killed holder left; only ever called by who holds the lock. */
  readonly clearSocket: () => Promise<void>;
  /** This process does one short thing and goes. */
  readonly brief?: boolean;
  /** Lets go of the root for a daemon that waits for it; absent where nobody may ask that. */
  readonly handOver?: () => void;
};

const After = z.object({after: z.coerce.number().int().nonnegative().default(0)});
const closingMs = 5000;
const rowsAPiece = 500;

/** Serves `control` to the other processes of this user. A TCP listener with tokens would register the same routes behind its own hook. */
export async function serve(
  own: Control,
  {socket, clock, clearSocket, brief = false, handOver}: Serving,
): Promise<Server> {
  const {control, performing, leave} = guestControl(own, {brief});
  const closing = new AbortController();
  let busy = 0;
  const app = fastify({
    logger: false,
    bodyLimit: 65_536,
    requestTimeout: 5000,
    forceCloseConnections: true,
    serverFactory: (handler) => limitedServer(handler),
  });
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (_request, reply) => {
    busy++;
    reply.raw.once('close', () => busy--);
  });
  app.setErrorHandler((thrown, _request, reply) => refuse(reply, asFailure(thrown)));
  app.setNotFoundHandler((request, reply) =>
    refuse(
      reply,
      new Failure('request.unknown', `There is no ${request.method} ${request.url.split('?')[0]}.`, {kind: 'usage'}),
    ),
  );
  for (const route of routes) register(app, route, control);
  if (handOver) registerHandOver(app, {performing, leave}, handOver);
  registerEvents(app, {control, clock, closing: closing.signal});
  await app.ready();
  await clearSocket();
  await listen(app.server, socket);
  const door = keepDoor(app.server, {socket, listen: (another) => listen(another, socket)});
  return {
    close: async () => {
      leave();
      // What was begun for others is finished, for nobody could tell them how far it came.
      while (performing() > 0) await clock.sleep(20);
      closing.abort();
      const deadline = clock.monotonic() + closingMs;
      while (busy > 0 && clock.monotonic() < deadline) await clock.sleep(20);
      door.close();
      await closed(app);
    },
  };
}

function limitedServer(handler: Parameters<typeof createServer>[1]): HttpServer {
  const limits = {requestTimeout: 5000, headersTimeout: 3000, connectionsCheckingInterval: 500, maxHeaderSize: 8192};
  return createServer(limits, handler);
}

function register(app: FastifyInstance, {method, url, body, bodyLimit, answer}: Route, control: Control): void {
  app.route({
    method,
    url,
    bodyLimit,
    handler: async (request, reply) => {
      const parsed = body.safeParse(request.body);
      if (!parsed.success) throw malformed(parsed.error);
      // Tells the asker that it is begun: only what was not may be asked of the next holder.
      reply.raw.writeProcessing();
      const value = await answer(control, parsed.data);
      void reply.type('application/json; charset=utf-8');
      return hasRows(value) ? Readable.from(inPieces(value)) : JSON.stringify(value ?? null);
    },
  });
}

type Rows = {readonly rows: readonly unknown[]};

function hasRows(value: unknown): value is Rows {
  return typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows);
}

/** A whole market at once would block the engine for the length of one stringify. */
function* inPieces({rows, ...rest}: Rows): Generator<string> {
  const head = JSON.stringify(rest).slice(0, -1);
  yield `${head}${head === '{' ? '' : ','}"rows":[`;
  for (let from = 0; from < rows.length; from += rowsAPiece) {
    const piece = JSON.stringify(rows.slice(from, from + rowsAPiece)).slice(1, -1);
    yield from === 0 ? piece : `,${piece}`;
  }
  yield ']}';
}

type Telling = {readonly control: Control; readonly clock: Clock; readonly closing: AbortSignal};

function registerEvents(app: FastifyInstance, {control, clock, closing}: Telling): void {
  app.get('/v1/events', async (request, reply) => {
    const parsed = After.safeParse(request.query);
    if (!parsed.success) throw malformed(parsed.error);
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const signal = AbortSignal.any([left.signal, closing]);
    reply.hijack();
    await send(reply.raw, {events: control.events(parsed.data.after, signal), clock, signal});
  });
}

/** The socket is born 0600: between listen and chmod anybody could connect. */
async function listen(server: SocketServer, socket: string): Promise<void> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once('listening', resolve).once('error', reject);
  });
  const mask = process.umask(0o177);
  try {
    server.listen(socket);
  } finally {
    process.umask(mask);
  }
  await listening;
}

/** fastify closes only a server that it made listen itself. Closing removes the socket's file. */
async function closed(app: FastifyInstance): Promise<void> {
  const ended = new Promise((resolve) => app.server.close(resolve));
  app.server.closeAllConnections();
  await ended;
  await app.close();
}

const statuses: Readonly<Record<FailureKind, number>> = {
  failed: 500,
  usage: 400,
  unfit: 409,
  'no-answer': 503,
  credentials: 403,
  halted: 423,
  paused: 503,
  interrupted: 503,
  terminated: 503,
};

function refuse(reply: FastifyReply, failure: Failure): FastifyReply {
  return reply
    .code(failure.code === 'request.unknown' ? 404 : statuses[failure.kind])
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(failure));
}

function malformed(error: z.ZodError): Failure {
  const issue = error.issues[0];
  const place = issue?.path.at(-1);
  // A person meets this one, and knows nothing of how a request is made up.
  const words =
    place === 'justification'
      ? `The reason is not accepted: ${issue?.message}.`
      : `The request is not understood at ${issue?.path.join('.') || 'body'}: ${issue?.message}.`;
  return new Failure('request.malformed', words, {
    kind: 'usage',
  });
}

function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const status =
    typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown ? Number(thrown.statusCode) : 500;
  const kind = status < 500 ? 'usage' : 'failed';
  return new Failure(status < 500 ? 'request.malformed' : 'internal', sentenceOf(thrown), {kind});
}
