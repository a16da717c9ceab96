import {Failure} from '../failure.ts';
import {authorize, type Role, roleOf} from './access.ts';
import type {Act} from './audited.ts';
import type {Actor, Command} from './control.ts';
import {auditDenied, knownIn} from './denied.ts';
import type {House} from './local-control.ts';

type Read = Pick<House, 'reading' | 'safe' | 'owner'>;

/** Refuses commands to who only reads. No engine runs that could keep the ops log, so the log of the credentials has every denial. */
export function denyReader(read: Read): (command: Command, actor: Actor) => Promise<void> {
  return async (command, actor) => {
    const role = roleOf(actor, await read.reading.settings(), read.owner);
    try {
      authorize(command, actor, role);
    } catch (thrown) {
      await recorded(read, {actor, role}, async () => ({
        action: command.name,
        ...(await knownIn(read, command, actor)),
      }));
      throw thrown;
    }
  };
}

/** By sudo a clock is set by an admin alone: at another time nobody would look for what was done, nor find it. */
export async function expectMaySetClock(read: Read, actor: Actor): Promise<void> {
  const role = await read.reading.settings().then(
    (settings) => roleOf(actor, settings, read.owner),
    // Roles that cannot be read are nobody's.
    (): Role => 'viewer',
  );
  if (role === 'admin') return;
  await recorded(read, {actor, role}, async () => ({action: 'now'}));
  throw new Failure(
    'access.denied',
    `${actor.name} is ${role === 'viewer' ? 'a viewer' : 'an operator'} here, and --now takes an admin.`,
    {hint: 'Leave out --now.', kind: 'credentials'},
  );
}

/** They may have seen to it that nothing can be written, with a limit on their own process: they are denied all the same. */
async function recorded(
  {reading, safe}: Read,
  {actor, role}: {readonly actor: Actor; readonly role: Role},
  act: () => Promise<Act>,
): Promise<void> {
  try {
    const {paths, clock} = reading;
    await auditDenied({safe, auditLog: paths.auditLog, now: clock.now()}, {act: await act(), actor, role});
  } catch {
    // Nothing was done for them either.
  } finally {
    await safe.audit.close();
  }
}
