import {AuditLog, type AuditRecord} from '../../source/vault/audit-log.ts';
import type {House} from './house.ts';

/** Puts records into the audit log of a house as another process leaves them, which may have been killed in the midst of an act. */
export async function recordAudit({paths, clock, works}: House, ...records: readonly Told[]): Promise<void> {
  const {manifest} = works();
  const audit = new AuditLog({
    paths,
    clock,
    noteHead: (head) => manifest.setLogHead('audit', head),
    notedHead: async () => manifest.logHead('audit'),
  });
  for (const record of records) {
    await audit.append({type: 'credential', user: 'olga', host: 'here', via: 'command', ...record});
  }
  await audit.close();
}

export type Told = Partial<AuditRecord> & Pick<AuditRecord, 'action' | 'stage'>;
