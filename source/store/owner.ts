import {stat} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {Failure} from '../failure.ts';
import {codeOf, diskFailure} from './disk-failure.ts';
import {nameOf} from './os-user.ts';

/** The OS user who owns the folder of a root: by number where that has no name. */
export async function ownerOf(folder: string): Promise<string> {
  const uid = await ownerNumber(folder);
  if (uid === undefined) {
    throw new Failure('root.absent', `There is no root at ${folder} yet.`, {
      hint: 'Check the name. Whoever first changes anything there, such as with universe build, begins one and owns it.',
      kind: 'unfit',
    });
  }
  const own = ownNumber();
  return own === undefined || uid === own ? ownName() : ((await nameOf(uid)) ?? `uid:${uid}`);
}

/** Refuses, as root, to change anything in a root of somebody else, who could not write what root leaves there. */
export async function refuseAsRoot(folder: string, uid = ownNumber()): Promise<void> {
  if (uid !== 0) return;
  const owner = await ownerNumber(folder);
  if (owner === undefined || owner === 0) return;
  const name = await nameOf(owner);
  throw new Failure(
    'root.as-root',
    `${folder} belongs to ${name ?? `user ${owner}`}, who could not write what root leaves there; nothing was changed.`,
    {hint: `Run the same as its owner: sudo -u ${name ?? `'#${owner}'`} universe …`, kind: 'credentials'},
  );
}

/** Undefined where the folder is not there. */
async function ownerNumber(folder: string): Promise<number | undefined> {
  try {
    return (await stat(folder)).uid;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw diskFailure(folder, 'read', thrown);
  }
}

/** Who owns a root, or would: whoever begins it where it is not there yet. */
export async function rootOwner(folder: string): Promise<string> {
  try {
    return await ownerOf(folder);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'root.absent') return ownName();
    throw thrown;
  }
}

/** As `User=` of systemd has it, name or number: who owns a folder, or this user where it is not there yet. */
export async function unitUserOf(folder: string): Promise<string> {
  return (await ownerOf(folder).catch(ownName)).replace(/^uid:/, '');
}

/** Undefined where users have no numbers. */
export function ownNumber(): number | undefined {
  return process.getuid?.();
}

/** The OS user of this process; a container may run under a number that no user has. */
export function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${ownNumber() ?? 'unknown'}`;
  }
}
