import {dirname} from 'node:path';
import type {Clock} from '../clock.ts';
import {exclusively} from './exclusively.ts';
import {orphansIn, sweepOrphans} from './file.ts';
import type {Paths} from './paths.ts';

/**
 * Removes what killed writers left beside the secrets, their backups and the key. All profiles write there, so it takes the lock
 * that they share: what a living one is writing at this moment looks the same.
 */
export async function sweepSecrets(
  {secrets, secretsBackups, key, secretsLock}: Pick<Paths, 'secrets' | 'secretsBackups' | 'key' | 'secretsLock'>,
  clock: Clock,
): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const folder of [dirname(secrets), secretsBackups, dirname(key)]) {
    // Nearly always there is nothing, and then nobody needs to wait for the lock.
    if ((await orphansIn(folder)).length === 0) continue;
    swept.push(...(await exclusively(secretsLock, clock, () => sweepOrphans(folder))));
  }
  return swept;
}
