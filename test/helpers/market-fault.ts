import type {IncomingMessage, ServerResponse} from 'node:http';
import type {MarketRequest, Reply} from './market.ts';

/** What goes wrong on the wire, or what becomes of a body on its way out. */
export type FaultAnswer =
  | {readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string}
  | {readonly rewrite: (body: string) => string}
  /** No byte, ever; half a body and then silence; the connection reset; fewer bytes than announced; without end. */
  | 'hang'
  | 'stall'
  | 'reset'
  | 'truncated'
  | 'endless';

export type Fault = {
  readonly provider?: MarketRequest['provider'];
  readonly kind?: MarketRequest['kind'];
  /** Requests that pass untouched before it begins. */
  readonly after?: number;
  /** Requests that it hits; all of them unless said. */
  readonly times?: number;
  readonly answer: FaultAnswer;
};

/** Counts requests and says what is wrong with this one. */
export function faultLine(): {add: (fault: Fault) => () => void; next: (request: MarketRequest) => Fault | undefined} {
  const faults = new Set<{fault: Fault; seen: number}>();
  const add = (fault: Fault) => {
    const entry = {fault, seen: 0};
    faults.add(entry);
    return () => void faults.delete(entry);
  };
  const next = (request: MarketRequest) => {
    for (const entry of faults) {
      const {provider, kind, after = 0, times = Number.POSITIVE_INFINITY} = entry.fault;
      if ((provider && provider !== request.provider) || (kind && kind !== request.kind)) continue;
      entry.seen++;
      if (entry.seen > after && entry.seen <= after + times) return entry.fault;
    }
    return undefined;
  };
  return {add, next};
}

/** Sends a reply as the fault bends it. */
export function sendBent(answer: FaultAnswer, reply: Reply, to: {message: IncomingMessage; response: ServerResponse}) {
  const {response} = to;
  if (answer === 'hang') return;
  if (answer === 'reset') {
    to.message.socket.resetAndDestroy();
    return;
  }
  if (typeof answer === 'object') {
    const bent =
      'rewrite' in answer ? {...reply, body: answer.rewrite(reply.body)} : {type: 'text/plain', body: '', ...answer};
    send(bent, response);
    return;
  }
  const body = Buffer.from(reply.body);
  const length = answer === 'endless' ? {} : {'content-length': `${body.length}`};
  response.writeHead(reply.status, {'content-type': reply.type, ...length});
  if (answer === 'endless') {
    pourWithoutEnd(response);
    return;
  }
  response.write(body.subarray(0, body.length >> 1), () => {
    if (answer === 'truncated') response.destroy();
  });
}

export function send(reply: Reply, response: ServerResponse): void {
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'content-length': `${Buffer.byteLength(reply.body)}`,
    ...reply.headers,
  });
  response.end(reply.body);
}

/** More than any limit allows (the client must cut it off): 200 MB of blanks after a plausible beginning. */
function pourWithoutEnd(response: ServerResponse): void {
  const block = Buffer.alloc(1 << 20, ' ');
  let blocks = 0;
  const pour = () => {
    while (!response.destroyed && blocks < 200) {
      blocks++;
      if (!response.write(block)) {
        response.once('drain', pour);
        return;
      }
    }
    response.end();
  };
  pour();
}
