import {firstFrame} from './dashboard.ts';
import type {Tables} from './tables.ts';
import {firstContent} from './visidata.ts';

/** Medians in milliseconds from exec. */
export type First = {readonly oursMs: number; readonly theirsMs?: number};

/** Both in turn, so that whatever else the machine does is done to both. */
export async function first(tables: Tables, starts = 9): Promise<First> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < starts; i++) {
    ours.push(await firstFrame(tables));
    const other = await firstContent(tables);
    if (other !== undefined) theirs.push(other);
  }
  return {oursMs: medianOf(ours), ...(theirs.length > 0 ? {theirsMs: medianOf(theirs)} : {})};
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
