import {readBytes, sumOfBytes, textOf} from '../../store/file.ts';
import {decodeBlocklist} from '../../store/formats/blocklist-file.ts';
import {decodeUniverse} from '../../store/formats/universe-file.ts';
import {handText} from '../../store/hand-text.ts';
import {Manifest} from '../../store/manifest.ts';
import {stampOf} from '../../store/stamp.ts';
import type {Query, TableAnswer, TableName, TableRow} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** All rows of one file, unless the asker has this version already. */
export async function answerTable(
  reading: Pick<Reading, 'paths' | 'clock'>,
  {table, version: known}: Extract<Query, {name: 'table'}>,
): Promise<TableAnswer> {
  const path = reading.paths[table];
  // Before the read: a file replaced in between is then read again the next time, never missed.
  const stamp = await attempt(() => stampOf(path));
  if (stamp.sentence !== undefined) return {version: 'unreadable', rows: [], sentence: stamp.sentence};
  const version = stamp.value?.version ?? 'absent';
  if (version === known) return {version};
  const rows = await attempt(() => rowsOf(reading, table));
  if (rows.sentence !== undefined) return {version, rows: [], sentence: `${path} cannot be shown. ${rows.sentence}`};
  if (rows.value === undefined) return {version: 'absent', rows: []};
  return {version, rows: rows.value};
}

async function rowsOf(
  {paths, clock}: Pick<Reading, 'paths' | 'clock'>,
  table: TableName,
): Promise<readonly TableRow[] | undefined> {
  const bytes = await readBytes(paths[table]);
  if (bytes === undefined) return undefined;
  const manifest = await attempt(() => Manifest.peek(paths.manifest, clock));
  const asWritten = manifest.value?.judge(table, sumOfBytes(bytes)) === 'whole';
  return table === 'blocklist'
    ? decodeBlocklist(handText(bytes), clock.now(), {asWritten})
    : decodeUniverse(textOf(paths[table], bytes), {asWritten}).symbols;
}
