import {basename} from 'node:path';
import {exposedFiles} from '../exposed-files.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';

/** Whether a stored secret stands in one of the files that people edit: it is shown nowhere, but others may read the file, and a snapshot takes it along. */
export async function exposedChecks(reading: Reading): Promise<readonly CheckResult[]> {
  const check = 'exposed';
  const found = await exposedFiles(reading);
  if (found.length === 0)
    return [{check, passed: true, sentence: 'No stored secret stands in the settings or the blocklist.'}];
  return found.map((path) => ({
    check,
    passed: false,
    sentence: `A stored secret stands in ${path}, which others may read. Take it out there, and give its provider a new one: universe credentials rotate PROVIDER. Snapshots that were made meanwhile hold it too (${basename(path)}).`,
  }));
}
