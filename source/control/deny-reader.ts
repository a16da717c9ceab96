import {Failure} from '../failure.ts';
import {authorize, type Role, roleOf} from './access.ts';
import type {Act} from './audited.ts';
import type {Actor, Command} from './control.ts';
import {auditDenied, type Denied, denyOnRecord, knownIn} from './denied.ts';
import type {House} from './local-control.ts';
import {rootSettings} from './root-settings.ts';
import {listsOver} from './whose-role.ts';

type Read = Pick<House, 'reading' | 'safe' | 'owner'>;

/** Refuses commands to who only reads. No engine runs that could keep the ops log, so the log of the credentials has every denial. */
export function denyReader(read: Read): (command: Command, actor: Actor) => Promise<void> {
  return async (command, actor) => {
    const {paths, settings} = read.reading;
    for (const list of listsOver(command, paths)) {
      const role = roleOf(actor, await (list === 'root' ? rootSettings(paths) : settings()), read.owner);
      try {
        authorize(command, actor, {role, list, paths});
      } catch (thrown) {
        const act = async () => ({action: command.name, ...(await knownIn(read, command, actor))});
        await denyOnRecord(thrown, () => recorded(read, {actor, role, list}, act));
      }
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
  const denial = new Failure(
    'access.denied',
    `${actor.name} is ${role === 'viewer' ? 'a viewer' : 'an operator'} here, and --now takes an admin.`,
    {hint: 'Leave out --now.', kind: 'credentials'},
  );
  await denyOnRecord(denial, () => recorded(read, {actor, role}, async () => ({action: 'now'})));
}

async function recorded(
  {reading, safe}: Read,
  {actor, role, list}: Omit<Denied, 'command'>,
  act: () => Promise<Act>,
): Promise<void> {
  try {
    const {paths, clock} = reading;
    await auditDenied({safe, auditLog: paths.auditLog, now: clock.now()}, {act: await act(), actor, role, list});
  } finally {
    await safe.audit.close();
  }
}
