import {type Host, openHost} from '../../source/compose.ts';
import {systemClock} from '../../source/system-clock.ts';

/** The root as the next process finds it after a kill; throws where the dead one holds it. */
export async function openAgain(root: string): Promise<Host> {
  const opened = await openHost({
    root,
    sample: false,
    clock: systemClock(),
    kind: 'command',
    replay: true,
    environment: {},
  });
  if ('holder' in opened) throw new Error('The lock of a killed process is held still.');
  return opened;
}
