import type {CommandName} from './control.ts';

export type Role = 'viewer' | 'operator' | 'admin';

/** What somebody does: a command, or to override a gate with whichever. */
export type Deed = CommandName | 'override';

const rank: Readonly<Record<Role, number>> = {viewer: 0, operator: 1, admin: 2};

/** The least role that may perform each command (SPEC §9). */
const needs: Readonly<Record<Deed, Role>> = {
  override: 'admin',
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

/** The least role that may perform a command of this name. */
export function neededRole(name: Deed): Role {
  return needs[name];
}

export function isAtLeast(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed];
}
