import type {BuildOrder} from './order.ts';
import {type BuildRecord, callsByProvider} from './record.ts';
import {Run} from './run.ts';
import {halt, keepCalls, type Works} from './works.ts';

/** A run over these works: what may stop it, and what it may spend. */
export function runFor(
  works: Works,
  {
    order,
    record,
  }: {
    order: Pick<BuildOrder, 'force' | 'signal'>;
    record: Pick<BuildRecord, 'buildId' | 'session' | 'tradableSession' | 'asked'>;
  },
): Run {
  const terms = works.terms();
  return new Run({
    buildId: record.buildId,
    situation: {session: record.session, nextSession: record.tradableSession, signal: order.signal},
    stream: works.stream,
    clock: works.clock,
    connections: [...works.connections().values()],
    earlierCalls: callsByProvider(record.asked),
    signal: order.signal,
    mayWrite: works.mayWrite,
    lookForHalt: () => void works.halt.look(works.clock),
    halted: () => works.halt.record?.cause,
    guarded: () => !terms.sample && !order.force && works.calendar().inSession(works.clock.now()),
    halt: (cause) => halt(works, 'engine', cause),
    keepCalls: (pass, calls) => keepCalls(works, record.buildId, {pass, calls}),
    maxSpendRatio: terms.maxSpendRatio,
  });
}
