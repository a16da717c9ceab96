import type {AccessAnswer, HeldRole} from '../control/credential-answers.ts';
import {isCredentialCommand} from '../control/credential-command.ts';
import {type Deed, isAtLeast, neededRole, type Role} from '../control/needed-role.ts';
import {commandTitles} from './command-titles.ts';
import type {Act} from './keys.ts';
import {isHalted, type Model} from './model.ts';

/** What whoever sits at the screen may do. The engine decides for itself; this is so that nobody fills in a form for a refusal. */
export type Rights = {
  readonly here: Role;
  /** In a profile or a sample market, over the files of the root's owner. */
  readonly root: Role;
  /** Over the secrets, which may be the root's. */
  readonly secrets: Role;
};

export function rightsOf(name: string, {users, ofRoot = users, sharesSecrets}: AccessAnswer): Rights {
  const here = roleIn(users, name);
  const root = roleIn(ofRoot, name);
  return {here, root, secrets: sharesSecrets ? root : here};
}

function roleIn(list: readonly HeldRole[], name: string): Role {
  return list.find(({user}) => user === name)?.role ?? 'viewer';
}

/** Why a command would be refused, before anything of it is asked; nothing while that is not known. */
export function whyDenied({rights}: Model, command: Deed): string | undefined {
  if (!rights) return undefined;
  const needed = neededRole(command);
  const {here, root, secrets} = rights;
  const what = `${subjects[command]} takes an ${needed}`;
  if (isCredentialCommand(command)) {
    if (isAtLeast(secrets, needed)) return undefined;
    return secrets === here
      ? `${what}; you are ${named(here)} here.`
      : `${what} of the root; you are ${named(secrets)} of it.`;
  }
  if (!isAtLeast(here, needed)) return `${what}; you are ${named(here)} here.${otherwise[command] ?? ''}`;
  if (!ofOwner.has(command) || isAtLeast(root, needed)) return undefined;
  return `${what} of the root; you are ${named(root)} of it.${otherwise[command] ?? ''}`;
}

/** The command that a key comes to, where it comes to one. */
export function commandOf(model: Model, act: Act | 'rollback'): Deed | undefined {
  if (act === 'halt') return isHalted(model) ? 'resume' : 'halt';
  return commands[act];
}

const commands: Partial<Record<Act | 'rollback', Deed>> = {
  rollback: 'rollback',
  build: 'build',
  refilter: 'refilter',
  recover: 'recover',
  stop: 'stop',
  block: 'blocklist.add',
  unblock: 'blocklist.remove',
  undo: 'blocklist.undo',
  export: 'export',
  override: 'override',
};

/** It writes a file that somebody names, with the rights of the root's owner. */
const ofOwner: ReadonlySet<Deed> = new Set(['export']);

/** The word of the key, but where it would make no sentence. */
const subjects: Readonly<Record<Deed, string>> = {
  ...commandTitles,
  override: 'Overriding a gate',
  'settings.set': 'A change of a setting',
  'settings.unset': 'A change of a setting',
  'credentials.set': 'Setting credentials',
  'credentials.read': 'Reading the credentials again',
  'keys.rotate': 'Rotating the master key',
};

const otherwise: Partial<Record<Deed, string>> = {
  export: ' Your own shell can write it: universe export TABLE > FILE',
};

function named(role: Role): string {
  return role === 'viewer' ? 'a viewer' : `an ${role}`;
}
