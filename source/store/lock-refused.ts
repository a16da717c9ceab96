import {accessSync, constants, statSync, unlinkSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Failure} from '../failure.ts';
import {codeOf, diskFailure} from './disk-failure.ts';

/** What SQLite was refused by the disk, as far as it says it, under the names that file functions have for it. */
const said: Readonly<Record<number, string>> = {8: 'EROFS', 10: 'EIO', 13: 'ENOSPC', 14: 'EACCES'};

/** More than a lock ever takes, with what SQLite keeps beside it. */
const probeBytes = 16_384;

/** What the disk refused of a lock file, as a sentence. */
export function refusedBy(lock: string, thrown: unknown): Failure {
  const refusal = thrown instanceof Error && 'errcode' in thrown ? said[Number(thrown.errcode) % 256] : undefined;
  if (refusal === undefined) return diskFailure(lock, 'written', thrown);
  return diskFailure(lock, 'written', {code: codeOfStanding(lock) ?? refined(refusal, lock), cause: thrown});
}

function refined(refusal: string, lock: string): string {
  // Neither mount nor rights keep anybody from writing to it: an attribute does.
  if (refusal === 'EROFS') return 'EPERM';
  return (refusal === 'EIO' ? codeOfProbe(`${lock}.probe-${process.pid}`) : undefined) ?? refusal;
}

/** Of what stands there, without opening it: whoever closes a lock file drops the locks that this process has on it (POSIX). */
function codeOfStanding(lock: string): string | undefined {
  const found = statSync(lock, {throwIfNoEntry: false});
  if (found?.isDirectory()) return 'EISDIR';
  return codeOfRefused(() => accessSync(found ? lock : dirname(lock), constants.W_OK));
}

/** SQLite calls a limit, a quota and a broken disk the same; a file beside the lock is told which. */
function codeOfProbe(beside: string): string | undefined {
  const code = codeOfRefused(() => writeFileSync(beside, Buffer.alloc(probeBytes), {flag: 'wx', mode: 0o600}));
  codeOfRefused(() => unlinkSync(beside));
  return code;
}

function codeOfRefused(attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (thrown) {
    return codeOf(thrown);
  }
}
