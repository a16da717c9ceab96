import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {Answers, Query} from '../control/query.ts';
import {Failure} from '../failure.ts';
import {pause} from './pause.ts';
import type {Store} from './store.ts';

/** The pulse costs an engine next to nothing: without it for this long it was stopped, or hangs. */
const silentMs = 3000;
/** Tables may take their time; then the pulse is asked beside them. */
const slowMs = 1000;

type Listening = {
  readonly control: Control;
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** The answer to a query, however long it takes; meanwhile the screen says when the engine does not answer at all. */
export async function listenForAnswer<Q extends Query>(query: Q, listening: Listening): Promise<Answers[Q['name']]> {
  const {control, store, signal} = listening;
  const answered = new AbortController();
  void watch(query, {...listening, signal: AbortSignal.any([answered.signal, signal])});
  try {
    const answer = await control.query(query);
    answeredBy(store);
    return answer;
  } catch (thrown) {
    // To refuse is to answer.
    if (thrown instanceof Failure && thrown.kind !== 'no-answer') answeredBy(store);
    throw thrown;
  } finally {
    answered.abort();
  }
}

/** Told only where it is news, for every report costs a frame. */
function answeredBy(store: Store): void {
  const {connection} = store.get();
  if (connection.state === 'lost' && connection.isSilent) store.apply({type: 'answered'});
}

async function watch(query: Query, listening: Listening): Promise<void> {
  const {store, clock, signal} = listening;
  const since = clock.now().getTime();
  await pause(clock, query.name === 'pulse' ? silentMs : slowMs, signal);
  // An engine that is still starting, or gone, is told of by `follow`.
  if (signal.aborted || store.get().connection.state !== 'connected') return;
  if (query.name !== 'pulse') {
    await listenForAnswer({name: 'pulse'}, listening).catch(() => {
      // Whoever asked the query is told why.
    });
    return;
  }
  // Ages count from now, and the last tick may be seconds old.
  store.apply({type: 'ticked', now: clock.now().getTime()});
  store.apply({type: 'lost', because: silenceOf(store), since, isSilent: true});
}

function silenceOf(store: Store): string {
  const pid = store.get().status?.writer.pid;
  if (pid === undefined) return 'It takes what is asked and says nothing; it may have been stopped.';
  return `Process ${pid} takes what is asked and says nothing. If it was stopped, it goes on with: kill -CONT ${pid}`;
}
