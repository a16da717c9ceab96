import {readBytes, sumOfBytes, textOf} from '../../store/file.ts';
import {decodeBlocklist} from '../../store/formats/blocklist-file.ts';
import {decodeUniverse} from '../../store/formats/universe-file.ts';
import {handText} from '../../store/hand-text.ts';
import {Manifest} from '../../store/manifest.ts';
import {stampOf} from '../../store/stamp.ts';
import type {BlocklistEntry} from '../../universe/blocklist.ts';
import type {Query, TableAnswer, TableName, TableRow} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';

/** Before an engine answers, nothing is known of the secrets. */
type Looking = Pick<Reading, 'paths' | 'clock'> & Partial<Pick<Reading, 'masked'>>;

/** All rows of one file, unless the asker has this version already. */
export async function answerTable(
  reading: Looking,
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

async function rowsOf({paths, clock, masked}: Looking, table: TableName): Promise<readonly TableRow[] | undefined> {
  const bytes = await readBytes(paths[table]);
  if (bytes === undefined) return undefined;
  const manifest = await attempt(() => Manifest.peek(paths.manifest, clock));
  const asWritten = manifest.value?.judge(table, sumOfBytes(bytes)) === 'whole';
  if (table !== 'blocklist') return decodeUniverse(textOf(paths[table], bytes), {asWritten}).symbols;
  const entries = decodeBlocklist(handText(bytes), clock.now(), {asWritten});
  return masked ? withoutSecrets(entries, masked) : entries;
}

/** What a person wrote into the file by hand nobody has looked through; what they type as a reason is. */
function withoutSecrets(
  entries: readonly BlocklistEntry[],
  masked: Reading['masked'],
): Promise<readonly BlocklistEntry[]> {
  return Promise.all(
    entries.map(async (entry) =>
      entry.origin === 'manual' ? {...entry, justification: await masked(entry.justification)} : entry,
    ),
  );
}
