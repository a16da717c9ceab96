import type {Clock} from '../clock.ts';
import {HaltSwitch} from '../engine/halt-switch.ts';
import {Failure, sentenceOf} from '../failure.ts';
import {ownerOf} from '../store/owner.ts';
import type {Paths} from '../store/paths.ts';
import type {Actor, Result} from './control.ts';
import {haltedAlready} from './perform-halt.ts';

/**
 * Throws the kill-switch where no engine could be opened or reached to do it, `because` of which it is on no record but its own.
 * For the owner of the root alone, whose roles nobody can look up now. A build that is running looks for it at every heartbeat.
 */
export async function haltPastEngine(
  paths: Paths,
  clock: Clock,
  {actor, justification, because}: {readonly actor: Actor; readonly justification: string; readonly because: unknown},
): Promise<Result> {
  if (isMeant(because) || actor.name !== (await ownerOf(paths.root))) throw because;
  const halt = await HaltSwitch.open(paths, clock);
  const why = `The engine itself could not do it: ${sentenceOf(because)}`;
  if (halt.record) return {...haltedAlready(halt.record), hint: why};
  await halt.set({actor: actor.name, cause: justification, at: clock.now().toISOString()}).catch((thrown: unknown) => {
    // An engine that was refused by the same disk knows more of it.
    throw codeOf(thrown) !== undefined && codeOf(thrown) === codeOf(because) ? because : thrown;
  });
  return {
    kind: 'done',
    sentence: `Halted: nothing builds in ${paths.base}, and verify says so. Only the switch itself knows who did it, no log does.`,
    hint: `${why} A build that runs elsewhere finds it at its next heartbeat.`,
  };
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Failure ? thrown.code : undefined;
}

/** Refusals that were meant; everything else is no reason to leave a kill-switch as it was. */
function isMeant(thrown: unknown): boolean {
  return thrown instanceof Failure && /^(usage|access)(\.|$)/.test(thrown.code);
}
