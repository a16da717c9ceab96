import {Failure, sentenceOf} from '../failure.ts';
import type {Asking, Connection, Situation} from '../provider/connection.ts';
import {ProviderFailure} from '../provider/failure.ts';
import type {Pass} from './event.ts';
import type {Run} from './run.ts';

/** What one round of sources over one capability came to. */
export type AskOutcome = {
  /** Sources that answered at least one batch. */
  readonly answered: ReadonlySet<string>;
  readonly failed: ReadonlyMap<string, string>;
  /** Set when a source's daily quota ended before its work did. */
  readonly exhausted: ReadonlyMap<string, Date | undefined>;
};

export type Inquiry<T> = {
  readonly pass: Pass;
  readonly sources: readonly Connection[];
  readonly capability: (connection: Connection) => Asking<T> | undefined;
  /** What this source still has to be asked; computed when its turn comes, so that what others saved is left out. */
  readonly todo: (connection: Connection, asking: Asking<T>) => readonly string[];
  /** Makes the answers durable; called before anything is said about them. A symbol missing from `answers` was asked and not known. */
  readonly save: (connection: Connection, asked: readonly string[], answers: ReadonlyMap<string, T>) => Promise<void>;
  /** Where the pass stands, for progress. */
  readonly done: () => {readonly done: number; readonly total: number};
  readonly situation: Situation;
};

/** Failed batches in a row after which a source is left alone for the rest of the pass. */
const patience = 3;

/**
 * Asks each source in order for what the ones before could not answer, batch by batch, one at a time on purpose: it spares rate
 * limits and keeps the log readable. Throws only to stop the build (halt, interruption, refused credentials, a full disk).
 */
export async function ask<T>(inquiry: Inquiry<T>, run: Run): Promise<AskOutcome> {
  const answered = new Set<string>();
  const failed = new Map<string, string>();
  const exhausted = new Map<string, Date | undefined>();
  for (const connection of inquiry.sources) {
    const asking = inquiry.capability(connection);
    if (asking === undefined) continue;
    const todo = inquiry.todo(connection, asking);
    if (todo.length === 0) continue;
    run.expectCalls(connection.id, Math.ceil(todo.length / asking.batchSize));
    const ending = await askOne(inquiry, run, {connection, asking, todo});
    if (ending.answered) answered.add(connection.id);
    if (ending.failure !== undefined) failed.set(connection.id, ending.failure);
    if (ending.exhausted) exhausted.set(connection.id, ending.until);
  }
  return {answered, failed, exhausted};
}

type Turn<T> = {readonly connection: Connection; readonly asking: Asking<T>; readonly todo: readonly string[]};
type Ending = {answered: boolean; failure?: string; exhausted?: boolean; until?: Date};

async function askOne<T>(inquiry: Inquiry<T>, run: Run, turn: Turn<T>): Promise<Ending> {
  const ending: Ending = {answered: false};
  const {connection, asking, todo} = turn;
  let strikes = 0;
  let number = 0;
  for (const batch of batches(todo, asking.batchSize)) {
    run.mayGoOn();
    number += 1;
    try {
      const answers = await asking.fetch(batch, inquiry.situation);
      await run.keepCalls();
      await inquiry.save(connection, batch, answers);
      strikes = 0;
      ending.answered = true;
      run.saved(inquiry.pass, {
        provider: connection.id,
        batch: number,
        asked: batch.length,
        answered: answers.size,
        ...inquiry.done(),
      });
    } catch (thrown) {
      run.mayGoOn();
      if (!(thrown instanceof ProviderFailure)) throw thrown;
      await run.keepCalls();
      report(thrown, inquiry.pass, {run, batch, number});
      ending.failure = sentenceOf(thrown);
      if (thrown.reason === 'refused') throw refusedCredentials(connection, thrown);
      if (thrown.reason === 'exhausted') {
        const until =
          thrown.retryAfterMs === undefined ? undefined : new Date(run.clock.now().getTime() + thrown.retryAfterMs);
        run.stream.emit({
          type: 'provider.exhausted',
          provider: connection.id,
          ...(until ? {until: until.toISOString()} : {}),
        });
        return {...ending, exhausted: true, ...(until ? {until} : {})};
      }
      strikes += 1;
      if (thrown.lasting || strikes >= patience || asking.batchSize === Number.POSITIVE_INFINITY) return ending;
    }
    await run.stream.flush();
  }
  return ending;
}

/** Ends the build, whatever was asked for: what else that source would say counts for nothing. */
export function refusedCredentials({id, title}: Connection, cause: Failure): Failure {
  return new Failure('credentials.refused', `${title} refused its credentials.`, {
    hint: `Set them again with: universe credentials set ${id}`,
    kind: 'credentials',
    cause,
  });
}

function report(
  failure: ProviderFailure,
  pass: Pass,
  {run, batch, number}: {run: Run; batch: readonly string[]; number: number},
): void {
  run.failures(pass);
  run.stream.emit({
    type: 'provider.failed',
    provider: failure.provider,
    pass,
    batch: number,
    tickers: batch.slice(0, 20),
    tickerCount: batch.length,
    reason: failure.reason,
    ...(failure.status === undefined ? {} : {status: failure.status}),
    attempt: failure.attempts,
    waitMs: failure.retryAfterMs ?? 0,
    sentence: failure.message,
  });
}

function* batches(symbols: readonly string[], size: number): Generator<readonly string[]> {
  if (size === Number.POSITIVE_INFINITY) {
    yield symbols;
    return;
  }
  for (let start = 0; start < symbols.length; start += size) yield symbols.slice(start, start + size);
}
