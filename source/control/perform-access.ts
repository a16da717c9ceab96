import {Failure} from '../failure.ts';
import {isOsUser} from '../store/os-user.ts';
import {audited} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';
import {editSettings} from './perform-settings.ts';
import {universeAt} from './universe-at.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

/** As operating systems allow them, dots included; nothing that could reach into JavaScript's own objects. */
const userName = /^[A-Za-z0-9][\w.@-]{0,63}$/;
const names = ['constructor', 'prototype'];

/** Gives an OS user a role at this root. */
export function grantAccess(house: House, {user, role}: Of<'access.grant'>, actor: Actor): Promise<Result> {
  return audited(house.safe, {act: {action: 'access-grant', fields: [user]}, actor}, async () => {
    expectUser(user);
    if (user === house.owner) {
      throw new Failure('access.owner', `${user} owns this root and is admin by that; nothing was changed.`, {
        kind: 'usage',
      });
    }
    expectNotRoot(user, house.owner);
    const users = (await house.reading.settings()).access.users;
    await save(house, {...users, [user]: role}, {user, actor});
    const hints = [
      ...((await isOsUser(user)) === false ? [unknownUser(house, user)] : []),
      ...(house.owner === 'root' ? [ofRoot] : []),
    ];
    return {
      result: {
        kind: 'done',
        sentence: `${user} is ${role === 'viewer' ? 'a' : 'an'} ${role} here now.`,
        data: {user, role},
        // Not refused: the role may be there before the user is.
        ...(hints.length > 0 ? {hint: hints.join(' ')} : {}),
      },
      detail: `${user} ${role}`,
    };
  });
}

/** Who may become root may do anything, so that no role holds there. */
const ofRoot =
  'Yet this root is owned by root: whoever runs this as root, by sudo too, is admin whatever role they have. Let a user of its own own it.';

function unknownUser({works: {paths}}: House, user: string): string {
  return `This machine knows no user ${user} yet. If that is a slip: ${universeAt(paths)} access revoke ${user}`;
}

export function revokeAccess(house: House, {user}: Of<'access.revoke'>, actor: Actor): Promise<Result> {
  return audited(house.safe, {act: {action: 'access-revoke', fields: [user]}, actor}, async () => {
    const {users} = (await house.reading.settings()).access;
    const {[user]: held, ...others} = users;
    if (held === undefined || !Object.hasOwn(users, user)) {
      throw new Failure('access.absent', `${user} has no role here that could be revoked.`, {
        hint:
          user === house.owner
            ? 'The owner of the root is admin by that.'
            : `Who has one: ${universeAt(house.works.paths)} access list`,
        kind: 'usage',
      });
    }
    await save(house, others, {user, actor});
    return {
      result: {kind: 'done', sentence: `${user} was ${held} and only views now.`, data: {user}},
      detail: `${user} was ${held}`,
    };
  });
}

function expectUser(user: string): void {
  if (userName.test(user) && !names.includes(user)) return;
  throw new Failure('access.user', `${JSON.stringify(user.slice(0, 64))} cannot be a user's name.`, {
    hint: 'Give the name as the operating system has it, such as ann.',
    kind: 'usage',
  });
}

/** Whoever is root reads and changes every file there is, whatever role they have. */
function expectNotRoot(user: string, owner: string): void {
  if (user !== 'root') return;
  throw new Failure(
    'access.root',
    'No role holds for root, who may do anything on this machine; nothing was changed.',
    {
      hint: `Name the user who logs in. Whoever is root works here as the owner: sudo -u ${owner} universe …`,
      kind: 'usage',
    },
  );
}

function save(
  house: House,
  users: Readonly<Record<string, string>>,
  {user, actor}: {readonly user: string; readonly actor: Actor},
): Promise<Result> {
  return editSettings(house, {field: `access.users.${user}`, actor}, (file) => {
    const access = typeof file.access === 'object' && file.access !== null ? file.access : {};
    return {...file, access: {...access, users}};
  });
}
