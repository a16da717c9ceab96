import {halt, type Works} from '../engine/works.ts';
import {startOf} from '../store/log-read.ts';
import {auditAnchors, latestOf} from './audit-anchors.ts';
import {auditRecord} from './audited.ts';
import type {Safe} from './safe.ts';

/** An audit log that was cut or changed stops everything until a person has looked (SPEC, incident classes). */
export async function doubtAudit(works: Works, safe: Safe): Promise<void> {
  const {paths, manifest, clock} = works;
  const {damaged} = await startOf(paths.auditLog, latestOf(await auditAnchors(paths, manifest, clock)));
  if (damaged === undefined) return;
  const cause = `the chain of ${paths.auditLog} does not hold: ${damaged}`;
  if (works.halt.record === undefined) await halt(works, 'engine', cause);
  const engine = {name: 'engine', via: 'daemon'} as const;
  await safe.audit.append({...auditRecord(safe, 'failed', {act: {action: 'chain'}, actor: engine}), detail: cause});
}
