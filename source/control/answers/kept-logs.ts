import {exists} from '../../store/file.ts';
import {keptByRestores} from '../../store/kept-by-restores.ts';
import {recordOf} from '../../store/log-chain.ts';
import {readLog} from '../../store/log-file.ts';
import {lastLines} from '../../store/log-read.ts';
import type {CheckResult} from '../query.ts';
import {attempt} from './attempt.ts';

/** The check of a log that is whole, with the word on where restores keep what this log does not tell. */
export async function withKept(check: CheckResult, path: string): Promise<CheckResult> {
  if (!check.passed) return check;
  const kept = (await attempt(() => keptAside(path))).value ?? [];
  if (kept.length === 0) return check;
  const what =
    kept.length === 1
      ? 'A restore put it in the place of another, which has records that this one has not, and is kept as'
      : 'Restores put it in the place of others, which have records that this one has not, and are kept as';
  return {...check, reported: true, sentence: `${check.sentence} ${what} ${kept.join(', ')}.`};
}

/** Logs that restores keep and whose last record is not in this one, the newest first. */
async function keptAside(path: string): Promise<readonly string[]> {
  const ends = new Map<string, string>();
  for (const kept of await keptByRestores(path)) {
    if (!(await exists(kept))) continue;
    const [line] = await lastLines(kept, 1);
    // One that ends in rubbish is not in this one either.
    if (line !== undefined) ends.set(kept, recordOf(line)?.hash ?? '');
  }
  if (ends.size === 0) return [];
  const here = new Set<string>();
  const wanted = new Set(ends.values());
  for await (const {hash} of readLog(path)) if (wanted.has(hash)) here.add(hash);
  return [...ends].flatMap(([kept, hash]) => (here.has(hash) ? [] : [kept]));
}
