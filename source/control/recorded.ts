import type {BuildEvent} from '../engine/event.ts';
import type {Actor, Command} from './control.ts';

export type Recorded = {
  readonly command: Command;
  readonly actor: Actor;
  readonly detail?: string | undefined;
};

/** How a command stands in the ops log: who, by which way, why, and what it came to. */
export function recordOf(
  stage: 'intended' | 'done' | 'failed',
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
