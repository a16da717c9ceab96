import {Failure} from '../failure.ts';
import type {Settings} from '../settings.ts';
import {ownName} from '../store/owner.ts';
import type {Paths} from '../store/paths.ts';
import type {Actor, Command} from './control.ts';
import {isAtLeast, neededRole, type Role} from './needed-role.ts';
import {universeAt} from './universe-at.ts';
import type {RoleList} from './whose-role.ts';

export type {Role} from './needed-role.ts';

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

type Held = {
  readonly role: Role;
  /** By which list, and of which universe. */
  readonly list: RoleList;
  readonly paths: Pick<Paths, 'root' | 'base'>;
};

/** Throws a Failure when the actor's role is too small. Overriding a gate takes an admin whatever the command. */
export function authorize(command: Command, {name}: Actor, {role, list, paths}: Held): void {
  const overrides = 'override' in command && (command.override?.length ?? 0) > 0;
  const needed = neededRole(overrides ? 'override' : command.name);
  if (isAtLeast(role, needed)) return;
  const what = overrides ? 'overriding a gate' : command.name;
  const held = `${name} is ${role === 'viewer' ? 'a' : 'an'} ${role}`;
  const isRoot = list === 'root';
  const place = isRoot ? {root: paths.root, base: paths.root} : paths;
  throw new Failure(
    'access.denied',
    isRoot
      ? `${held} of the root ${paths.root}, and ${whatBeyond(command)} takes an ${needed} of the root, here too.`
      : `${held} here, and ${what} takes an ${needed}.`,
    {
      hint:
        command.name === 'export'
          ? `Let your own shell write the file: ${universeAt(paths)} export ${command.table} > FILE`
          : `An admin${isRoot ? ' of the root' : ''} can grant it with: ${universeAt(place)} access grant ${name} ${needed}`,
      kind: 'credentials',
    },
  );
}

/** Other settings of a profile or sample market are its own. */
function whatBeyond(command: Command): string {
  return command.name === 'settings.set' || command.name === 'settings.unset'
    ? `a change of ${command.field}`
    : command.name;
}
