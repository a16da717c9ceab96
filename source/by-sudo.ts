import type {Situation} from './compose.ts';
import {partsOf} from './compose-parts.ts';
import {roleOf} from './control/access.ts';
import type {Actor} from './control/control.ts';
import {expectMaySetClock} from './control/deny-reader.ts';
import {Settings} from './settings.ts';
import {loadSettings} from './store/formats/settings-file.ts';
import {ownName} from './store/owner.ts';
import {pathsHere} from './ways.ts';

/** Whether who asks by sudo may do more than read; where their role cannot be read, they may not. */
export async function mayChange(situation: Situation, asker: string): Promise<boolean> {
  const {settings} = pathsHere(situation);
  try {
    const found = await loadSettings(settings, Settings);
    return roleOf({name: asker, via: situation.kind}, found, ownName()) !== 'viewer';
  } catch {
    // What is wrong with the settings is said by whatever reads them next.
    return false;
  }
}

/** Refuses a clock that somebody by sudo may not set; the situation has the machine's own, by which that is put on record. */
export async function refuseClock(situation: Situation, actor: Actor): Promise<void> {
  const {reading, safe} = await partsOf(situation, pathsHere(situation));
  await expectMaySetClock({reading, safe, owner: ownName()}, actor);
}
