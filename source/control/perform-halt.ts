import type {HaltRecord} from '../engine/record.ts';
import {halt} from '../engine/works.ts';
import {asSentence} from '../universe/foreign-text.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';

/** The kill-switch: nothing builds, a running build stops at its next batch, `verify` says HALTED. */
export async function performHalt(
  {works, running}: House,
  command: Extract<Command, {name: 'halt'}>,
  actor: Actor,
): Promise<Result> {
  const earlier = await works.halt.look(works.clock);
  if (earlier && (await works.halt.isKept())) return haltedAlready(earlier);
  const stopping = running.current ? ` ${stoppingOf(running.current.what, works.halt.isTooLate)}` : '';
  await halt(works, actor.name, command.justification);
  return {
    kind: 'done',
    sentence: `Halted: nothing builds in ${works.paths.base}.${stopping}`,
    hint: 'Lift it with: universe resume --reason TEXT',
  };
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
  await works.stream.flush();
  return {kind: 'done', sentence: 'The engine may build again.'};
}

export function haltedAlready({at, actor, cause}: HaltRecord): Result {
  return {kind: 'done', sentence: `Halted already, since ${at} by ${actor}: ${asSentence(cause)}`};
}
