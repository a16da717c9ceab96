import {answerTable} from './answers/table.ts';
import {type TableAnswer, TableName} from './query.ts';
import type {Reading} from './reading.ts';

export type FirstLook = readonly {readonly table: TableName; readonly answer: TableAnswer}[];

/** The four tables as the files have them: a screen shows them while its engine is still starting, which then knows their versions. */
export async function firstLook(reading: Pick<Reading, 'paths' | 'clock'>): Promise<FirstLook> {
  const found: {table: TableName; answer: TableAnswer}[] = [];
  for (const table of TableName.options)
    found.push({table, answer: await answerTable(reading, {name: 'table', table})});
  return found;
}
