import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import type {Clock} from '../clock.ts';
import {StampedEvent} from '../engine/event.ts';
import {Failure} from '../failure.ts';

/** A reader that takes nothing for this long is cut off; it comes back and asks from where it was. */
const patienceMs = 30_000;

type Sending = {readonly events: AsyncIterable<StampedEvent>; readonly clock: Clock; readonly signal: AbortSignal};

/** Writes events as server-sent events until they end, the reader leaves, or it no longer keeps up. */
export async function send(response: ServerResponse, {events, clock, signal}: Sending): Promise<void> {
  response.writeHead(200, {'content-type': 'text/event-stream', 'cache-control': 'no-store'});
  response.write(': events\n\n');
  for await (const stamped of events) {
    const taken = response.write(`id: ${stamped.seq}\ndata: ${JSON.stringify(stamped)}\n\n`);
    if (!taken && !(await drained(response, clock, signal))) break;
  }
  response.end();
}

async function drained(response: ServerResponse, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const written = once(response, 'drain', {signal: either}).then(
    () => true,
    () => false,
  );
  const tooLong = clock.sleep(patienceMs, either).then(
    () => false,
    () => false,
  );
  const kept = await Promise.race([written, tooLong]);
  over.abort();
  return kept;
}

/** Reads server-sent events back out of the pieces in which they arrive. */
export async function* receive(pieces: AsyncIterable<string>): AsyncGenerator<StampedEvent> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) yield read(line.slice('data: '.length));
  }
}

function read(line: string): StampedEvent {
  const parsed = StampedEvent.safeParse(JSON.parse(line));
  if (parsed.success) return parsed.data;
  throw new Failure('remote.event', 'The engine said something that this version does not understand.', {
    hint: 'Restart it: it is older or newer than this program.',
  });
}
