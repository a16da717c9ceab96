import {Failure} from '../failure.ts';
import type {Settings} from '../settings.ts';
import {ownName} from '../store/owner.ts';
import type {Actor, Command, CommandName} from './control.ts';

export type Role = 'viewer' | 'operator' | 'admin';

const rank: Readonly<Record<Role, number>> = {viewer: 0, operator: 1, admin: 2};

/** The least role that may perform each command (SPEC §9). */
const needs: Readonly<Record<CommandName, Role>> = {
  build: 'operator',
  refilter: 'operator',
  recover: 'operator',
  rollback: 'operator',
  stop: 'operator',
  'blocklist.add': 'operator',
  'blocklist.remove': 'operator',
  'blocklist.undo': 'operator',
  /** The engine writes it with the rights of the owner of the root, over any file of theirs. */
  export: 'admin',
  halt: 'operator',
  resume: 'admin',
  'settings.set': 'admin',
  'settings.unset': 'admin',
  snapshot: 'admin',
  restore: 'admin',
  migrate: 'admin',
  'credentials.set': 'admin',
  'credentials.rotate': 'admin',
  'credentials.remove': 'admin',
  'credentials.reveal': 'admin',
  'credentials.read': 'admin',
  'credentials.check': 'operator',
  'credentials.diff': 'admin',
  'credentials.restore': 'admin',
  'keys.generate': 'admin',
  'keys.rotate': 'admin',
  'rotation.run': 'admin',
  'access.grant': 'admin',
  'access.revoke': 'admin',
  'secrets.encrypt': 'admin',
  'secrets.decrypt': 'admin',
  'secrets.forget': 'admin',
};

/** A daemon that was started by the user it runs as, such as by the system; not one that somebody started by sudo. */
export function isOwnDaemon({name, via}: Actor): boolean {
  return via === 'daemon' && name === ownName();
}

export function roleOf(actor: Actor, settings: Pick<Settings, 'access'>, owner: string): Role {
  if (actor.name === owner) return 'admin';
  const {users} = settings.access;
  // Somebody may be called as something that every object has.
  return (Object.hasOwn(users, actor.name) ? users[actor.name] : undefined) ?? 'viewer';
}

/** Throws a Failure when the actor's role is too small. Overriding a gate takes an admin whatever the command. */
export function authorize(command: Command, actor: Actor, role: Role): void {
  const overrides = 'override' in command && (command.override?.length ?? 0) > 0;
  const needed = overrides ? 'admin' : needs[command.name];
  if (rank[role] >= rank[needed]) return;
  const what = overrides ? 'overriding a gate' : command.name;
  throw new Failure(
    'access.denied',
    `${actor.name} is ${role === 'viewer' ? 'a' : 'an'} ${role} here, and ${what} takes an ${needed}.`,
    {
      hint:
        command.name === 'export'
          ? `Let your own shell write the file: universe export ${command.table} > FILE`
          : `An admin can grant it with: universe access grant ${actor.name} ${needed}`,
      kind: 'credentials',
    },
  );
}
