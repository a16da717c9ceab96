import type {Situation} from './compose.ts';
import {partsOf} from './compose-parts.ts';
import type {Actor} from './control/control.ts';
import {expectMaySetClock} from './control/deny-reader.ts';
import {ownName} from './store/owner.ts';
import {pathsHere} from './ways.ts';

/** Refuses a clock that somebody by sudo may not set; the situation has the machine's own, by which that is put on record. */
export async function refuseClock(situation: Situation, actor: Actor): Promise<void> {
  const {reading, safe} = await partsOf(situation, pathsHere(situation));
  await expectMaySetClock({reading, safe, owner: ownName()}, actor);
}
