import type {BuildEvent, CommandStage} from '../engine/event.ts';
import {Failure} from '../failure.ts';
import type {Actor, Command, Result} from './control.ts';

export type Recorded = {
  readonly command: Command;
  readonly actor: Actor;
  readonly detail?: string | undefined;
};

/** What a command came to; one that a person stopped, or left when asked whether to write over a file, did not fail. */
export function stageOf({kind, data}: Pick<Result, 'kind' | 'data'>): CommandStage {
  switch (kind) {
    case 'done':
      return 'done';
    case 'paused':
      return 'paused';
    case 'interrupted':
    case 'terminated':
      return 'stopped';
    case 'usage':
      return data?.exists === true ? 'declined' : 'failed';
    case 'failed':
    case 'unfit':
    case 'no-answer':
    case 'credentials':
    case 'halted':
      return 'failed';
  }
}

export function stageOfThrown(thrown: unknown): CommandStage {
  return thrown instanceof Failure ? stageOf({kind: thrown.kind}) : 'failed';
}

/** How a command stands in the ops log: who, by which way, why, and what it came to. */
export function recordOf(
  stage: CommandStage,
  {command, actor, detail}: Recorded,
): Extract<BuildEvent, {type: 'command.recorded'}> {
  return {
    type: 'command.recorded',
    command: command.name,
    stage,
    actor: actor.name,
    via: actor.from === undefined ? actor.via : `${actor.via} from ${actor.from}`,
    ...('justification' in command && command.justification !== undefined
      ? {justification: command.justification}
      : {}),
    ...(detail === undefined ? {} : {detail}),
  };
}
