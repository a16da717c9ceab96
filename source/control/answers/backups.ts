import {listBackups} from '../../store/backups.ts';
import {stampOf} from '../../store/stamp.ts';
import type {BackupRow} from '../credential-answers.ts';
import type {Reading} from '../reading.ts';

/** Earlier versions of the secrets file, newest first. */
export async function answerBackups({paths}: Reading): Promise<readonly BackupRow[]> {
  const rows: BackupRow[] = [];
  for (const {name, path, at} of await listBackups(paths.secretsBackups, paths.secrets))
    rows.push({name, at, bytes: (await stampOf(path))?.bytes ?? 0});
  return rows;
}
