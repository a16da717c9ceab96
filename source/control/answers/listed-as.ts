import {readText} from '../../store/file.ts';
import {inState} from '../../store/paths.ts';
import {CandidateSymbol} from '../../universe/symbol.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** What the lists of the last build say of a symbol, for one that has no row of facts. The checksum is the resume's business. */
export async function listedAs({paths}: Reading, symbol: string): Promise<CandidateSymbol | undefined> {
  const text = await attempt(() => readText(inState(paths, 'candidates.rows')));
  const name = `"symbol":${JSON.stringify(symbol)}`;
  for (const line of (text.value ?? '').split('\n')) {
    if (!line.includes(name)) continue;
    const row = await attempt(async () => CandidateSymbol.parse(JSON.parse(line)));
    if (row.value?.symbol === symbol) return row.value;
  }
  return undefined;
}
