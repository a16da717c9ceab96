import {halt, type Works} from '../engine/works.ts';
import {startOf} from '../store/log-read.ts';
import {auditRecord} from './audited.ts';
import type {Safe} from './safe.ts';

/** An audit log that was cut or changed stops everything until a person has looked (SPEC, incident classes). */
export async function doubtAudit(works: Works, safe: Safe): Promise<void> {
  const {paths, manifest} = works;
  const {damaged, head} = await startOf(paths.auditLog);
  const noted = manifest.logHead('audit');
  const cause =
    damaged !== undefined
      ? `the chain of ${paths.auditLog} does not hold: ${damaged}`
      : noted && head.seq < noted.seq
        ? `${paths.auditLog} ends before record ${noted.seq}, which the manifest knows`
        : undefined;
  if (cause === undefined) return;
  if (works.halt.record === undefined) await halt(works, 'engine', cause);
  // What comes after the damage is chained to what came before it, and says that it is there.
  const engine = {name: 'engine', via: 'daemon'} as const;
  await safe.audit.append({...auditRecord(safe, 'failed', {act: {action: 'chain'}, actor: engine}), detail: cause});
}
