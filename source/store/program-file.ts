import {access, constants, stat} from 'node:fs/promises';

/** Why a program at a path could not be started as things stand; undefined where nothing speaks against it. */
export async function whyNotStarted(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return `${path} is not there.`;
  if (!found.isFile()) return `${path} is no program.`;
  const mayRun = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return mayRun ? undefined : `${path} may not be run as a program (chmod +x).`;
}
