import {basename} from 'node:path';
import {readHandText} from '../../store/hand-text.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/**
 * Whether a stored secret stands in one of the files that people edit: it is shown nowhere, but others may read the file, and a
 * snapshot takes it along. Lines of the program's own hold none, and there may be thousands of them.
 */
export async function exposedChecks({paths, masked}: Reading): Promise<readonly CheckResult[]> {
  const found: string[] = [];
  for (const path of [paths.settings, paths.blocklist]) {
    const text = (await attempt(() => readHandText(path))).value ?? '';
    const own = text
      .split('\n')
      .filter((line) => !line.endsWith(',auto'))
      .join('\n');
    if ((await masked(own)) !== own) found.push(path);
  }
  const check = 'exposed';
  if (found.length === 0)
    return [{check, passed: true, sentence: 'No stored secret stands in the settings or the blocklist.'}];
  return found.map((path) => ({
    check,
    passed: false,
    sentence: `A stored secret stands in ${path}, which others may read. Take it out there, and give its provider a new one: universe credentials rotate PROVIDER. Snapshots that were made meanwhile hold it too (${basename(path)}).`,
  }));
}
