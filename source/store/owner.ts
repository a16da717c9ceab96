import {stat} from 'node:fs/promises';
import {userInfo} from 'node:os';
import {codeOf} from './disk-failure.ts';

/** The OS user who owns a folder: by name where it is this user, else by number. */
export async function ownerOf(folder: string): Promise<string> {
  const {uid} = await stat(folder);
  const own = ownNumber();
  return own === undefined || uid === own ? ownName() : `uid:${uid}`;
}

/** Who owns a root, or would: whoever begins it where it is not there yet. */
export async function rootOwner(folder: string): Promise<string> {
  try {
    return await ownerOf(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return ownName();
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
