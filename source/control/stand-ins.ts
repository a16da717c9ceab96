import type {Connection} from '../provider/connection.ts';
import {ProviderFailure} from '../provider/failure.ts';
import type {Barred} from './barred.ts';
import type {CredentialProblem} from './credential-state.ts';

/** The same sources in the same order, so that the build stays the same build; those without credentials fail at once. */
export function standIns(
  connections: ReadonlyMap<string, Connection>,
  barred: Barred,
): ReadonlyMap<string, Connection> {
  const entries = [...connections].map(([id, connection]) => {
    const problem = barred.get(id);
    return [id, problem ? failing(connection, problem) : connection] as const;
  });
  return new Map(entries);
}

function failing(connection: Connection, {sentence}: CredentialProblem): Connection {
  const fail = async (): Promise<never> => {
    throw new ProviderFailure(connection.id, 'malformed', sentence, {attempts: 0});
  };
  const asking = {batchSize: Number.POSITIVE_INFINITY, fetch: fail};
  return {
    ...connection,
    ...(connection.listSymbols && {listSymbols: fail}),
    ...(connection.prices && {prices: asking}),
    ...(connection.metadata && {metadata: asking}),
    ...(connection.fractional && {fractional: asking}),
  };
}
