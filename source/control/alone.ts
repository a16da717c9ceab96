import {Failure} from '../failure.ts';
import type {Actor, Result} from './control.ts';
import type {House} from './local-control.ts';
import {resealOwed} from './reseal-blocks.ts';

/** One thing at a time: whoever comes second is told who is first. What was blocked meanwhile leaves the universe at the end. */
export async function alone(
  house: House,
  {what, actor}: {readonly what: string; readonly actor: Actor},
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const {running} = house;
  if (running.current) {
    throw new Failure('engine.busy', `A ${running.current.what} by ${running.current.actor} is running.`, {
      hint: 'Wait for it, or stop it with: universe stop',
    });
  }
  const abort = new AbortController();
  house.works.halt.isTooLate = false;
  running.current = {what, actor: actor.name, abort};
  try {
    return await work(abort.signal);
  } finally {
    delete running.current;
    await resealOwed(house);
  }
}
