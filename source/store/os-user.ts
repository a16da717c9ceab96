import {execFile} from 'node:child_process';

/** A directory over the network that hangs is nobody who knows. */
const longestMs = 3000;

const how = {env: {PATH: '/usr/bin:/bin:/usr/local/bin'}, timeout: longestMs};

/**
 * Whether the operating system knows a user, those of a directory such as LDAP included, of whom `/etc/passwd` says nothing. Undefined
 * where nobody can say. The name must be one that cannot be taken for an option. The number of a user is no name of theirs.
 */
export function isOsUser(name: string): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    execFile('id', ['-un', name], how, (error, said) => {
      // A directory may spell a name in its own way, but digits as they are.
      if (!error) resolve(!/^\d+$/.test(name) || said.trim() === name);
      else resolve(error.code === 1 ? false : undefined);
    });
  });
}

/** The name of the user of a number; undefined where it has none, or nobody can say. */
export function nameOf(uid: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('id', ['-nu', String(uid)], how, (error, said) => resolve(error ? undefined : said.trim() || undefined));
  });
}
