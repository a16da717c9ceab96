import {execFile} from 'node:child_process';

/** A directory over the network that hangs is nobody who knows. */
const longestMs = 3000;

/**
 * Whether the operating system knows a user, those of a directory such as LDAP included, of whom `/etc/passwd` says nothing. Undefined
 * where nobody can say. The name must be one that cannot be taken for an option. The number of a user is no name of theirs.
 */
export function isOsUser(name: string): Promise<boolean | undefined> {
  const how = {env: {PATH: '/usr/bin:/bin:/usr/local/bin'}, timeout: longestMs};
  return new Promise((resolve) => {
    execFile('id', ['-un', name], how, (error, said) => {
      // A directory may spell a name in its own way, but digits as they are.
      if (!error) resolve(!/^\d+$/.test(name) || said.trim() === name);
      else resolve(error.code === 1 ? false : undefined);
    });
  });
}
