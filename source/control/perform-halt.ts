import type {HaltRecord} from '../engine/record.ts';
import {halt} from '../engine/works.ts';
import {Failure} from '../failure.ts';
import {asSentence} from '../universe/foreign-text.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';

/** The kill-switch: nothing builds, a running build stops at its next batch, `verify` says HALTED. */
export async function performHalt(
  {works, running, reading}: Pick<House, 'works' | 'running'> & {readonly reading: Pick<House['reading'], 'live'>},
  command: Extract<Command, {name: 'halt'}>,
  actor: Actor,
): Promise<Result> {
  const earlier = await works.halt.look(works.clock);
  if (earlier && (await works.halt.isKept())) return haltedAlready(earlier);
  const stopping = running.current ? ` ${stoppingOf(running.current.what, works.halt.isTooLate)}` : '';
  await halt(works, actor.name, command.justification).catch((thrown: unknown) => {
    if (works.halt.isOwed) throw inMemory(thrown, reading.live?.kind);
    // It is thrown for good; that this is not on record yet is told with the end of the command.
    if (!(thrown instanceof Failure)) throw thrown;
  });
  return {
    kind: 'done',
    sentence: `Halted: nothing builds in ${works.paths.base}.${stopping}`,
    hint: 'Lift it with: universe resume --reason TEXT',
  };
}

type Kind = NonNullable<House['reading']['live']>['kind'];

/** The engine of a command ends with it; any other stays halted, and tries again to write that it is. */
function inMemory(thrown: unknown, kind: Kind | undefined): unknown {
  if (!(thrown instanceof Failure) || kind === undefined || kind === 'command') return thrown;
  const {code, message} = thrown;
  return new Failure(code, `Halted as long as the ${kind} is open, for it is not on disk yet: ${message}`, {
    hint: `The ${kind} tries again until it is; universe halt says so then.`,
    kind: thrown.kind,
    cause: thrown,
  });
}

function stoppingOf(what: string, isTooLate: boolean): string {
  return isTooLate
    ? `The ${what} that is running was being sealed already and is not stopped; to go back: universe resume, then universe rollback.`
    : `The ${what} that is running stops at its next batch, and nothing is sealed.`;
}

export async function performResume(
  {works}: House,
  command: Extract<Command, {name: 'resume'}>,
  actor: Actor,
): Promise<Result> {
  if ((await works.halt.look(works.clock)) === undefined) return {kind: 'done', sentence: 'The engine was not halted.'};
  await works.halt.clear();
  works.stream.emit({type: 'halt.cleared', actor: actor.name, justification: command.justification});
  return {kind: 'done', sentence: 'The engine may build again.'};
}

export function haltedAlready({at, actor, cause}: HaltRecord): Result {
  return {kind: 'done', sentence: `Halted already, since ${at} by ${actor}: ${asSentence(cause)}`};
}
