import {z} from 'zod';
import {listBackups} from '../../store/backups.ts';
import {readLog} from '../../store/log-file.ts';
import {stampOf} from '../../store/stamp.ts';
import type {BackupRow} from '../credential-answers.ts';
import type {Reading} from '../reading.ts';

/** A change of the secrets file as the audit log has it. */
const Change = z.object({
  at: z.string(),
  stage: z.literal('done'),
  action: z.string(),
  provider: z.string().optional(),
  fields: z.array(z.string()).default([]),
  sha256: z.string(),
});
type Change = z.infer<typeof Change>;

/** Earlier versions of the secrets file, newest first, with the change that each was kept before. */
export async function answerBackups({paths}: Reading): Promise<readonly BackupRow[]> {
  const backups = await listBackups(paths.secretsBackups, paths.secrets);
  const oldest = backups.at(-1);
  const changes = oldest === undefined ? [] : await changesSince(paths.auditLog, oldest.at);
  const rows: BackupRow[] = [];
  for (const [i, {name, path, at}] of backups.entries()) {
    const change = changes.find((one) => isAfter(one, {kept: at, next: backups[i - 1]?.at}));
    rows.push({
      name,
      at,
      bytes: (await stampOf(path))?.bytes ?? 0,
      ...(change === undefined ? {} : {before: wordsOf(change)}),
    });
  }
  return rows;
}

async function changesSince(auditLog: string, since: string): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for await (const record of readLog(auditLog, {since})) {
    const change = Change.safeParse(record);
    if (change.success) changes.push(change.data);
  }
  return changes;
}

/** The earlier version is kept, then the file is written, then that is on record: before the next version is kept. */
function isAfter({at}: Change, {kept, next}: {readonly kept: string; readonly next: string | undefined}): boolean {
  return at >= kept && (next === undefined || at <= next);
}

function wordsOf({action, provider, fields}: Change): string {
  return [action, provider, fields.join(', ')].filter(Boolean).join(' ');
}
