import {z} from 'zod';
import type {BackupRow} from '../control/credential-answers.ts';
import {count} from '../tui/figures.ts';
import type {Context, ExitKind} from './command-entry.ts';
import {fitGrid} from './fit-grid.ts';

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

export async function showBackups(context: Context): Promise<ExitKind> {
  const {reading, flags, out} = context;
  const control = await reading();
  const rows = await control.query({name: 'backups'});
  if (flags.json) out.json(rows);
  else if (rows.length === 0) out.data('There are no backups: nothing was changed yet.');
  else {
    const changes = await changesSince(context, rows.at(-1)?.at ?? '');
    const cells = rows.map(({name, at, bytes}, index) => [
      name,
      at.slice(0, 19).replace('T', ' '),
      `${count(bytes)} bytes`,
      wordsOf(changes.find((change) => isAfter(change, rows, index))),
    ]);
    // The name has the moment too.
    out.data(fitGrid(cells, {width: out.columns, spare: [2, 1]}));
  }
  return 'done';
}

async function changesSince({records}: Context, since: string): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for await (const record of records('audit', {since})) {
    const change = Change.safeParse(record);
    if (change.success) changes.push(change.data);
  }
  return changes;
}

/** The earlier version is kept, then the file is written, then that is on record: before the next version is kept. */
function isAfter({at}: Change, rows: readonly BackupRow[], index: number): boolean {
  const [kept, next] = [rows[index], rows[index - 1]];
  return kept !== undefined && at >= kept.at && (next === undefined || at <= next.at);
}

function wordsOf(change: Change | undefined): string {
  if (change === undefined) return '';
  const {action, provider, fields} = change;
  return ['before', action, provider, fields.join(', ')].filter(Boolean).join(' ');
}
