import type {Actor, Command, Control, Result} from '../../source/control/control.ts';
import type {Query} from '../../source/control/query.ts';
import type {StampedEvent} from '../../source/engine/event.ts';

export type FakeControl = Control & {
  /** Whoever may not is refused by what `may` throws. */
  readonly expectMay: (command: Command, actor: Actor) => Promise<void>;
  readonly performed: {command: Command; actor: Actor}[];
  readonly emit: (event: StampedEvent['event']) => number;
};

type Script = {
  readonly perform?: (command: Command) => Promise<Result> | Result;
  readonly query?: (query: Query) => unknown;
  readonly may?: (command: Command, actor: Actor) => void;
};

/** A Control in memory that does what the test scripts; its events behave as the engine's do. */
export function fakeControl({perform, query, may}: Script = {}): FakeControl {
  const performed: FakeControl['performed'] = [];
  const tail: StampedEvent[] = [];
  const waiting = new Set<() => void>();
  return {
    performed,
    emit: (event) => {
      tail.push({seq: tail.length + 1, at: '2026-03-02T22:00:00.000Z', event});
      for (const wake of waiting) wake();
      return tail.length;
    },
    perform: async (command, actor) => {
      performed.push({command, actor});
      return (await perform?.(command)) ?? {kind: 'done', sentence: `Did ${command.name}.`};
    },
    expectMay: async (command, actor) => may?.(command, actor),
    // A test scripts the answer that fits the query it asks.
    query: async (asked) => (await query?.(asked)) as never,
    events: async function* (after, signal) {
      let seq = after;
      while (!signal.aborted) {
        const next = tail.find((stamped) => stamped.seq > seq);
        if (next !== undefined) {
          seq = next.seq;
          yield next;
          continue;
        }
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          signal.addEventListener('abort', () => resolve(), {once: true});
        });
      }
    },
    close: async () => {},
  };
}
