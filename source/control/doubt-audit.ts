import type {OpenedWorks} from '../engine/open-works.ts';
import {halt, type Works} from '../engine/works.ts';
import {startOf} from '../store/log-read.ts';
import {auditAnchors, latestOf, ownsAudit} from './audit-anchors.ts';
import {auditRecord} from './audited.ts';
import type {Safe} from './safe.ts';

/**
 * An audit log that was cut or changed stops everything until a person has looked (SPEC, incident classes), and so does one of which
 * nobody knows any more where it ended.
 */
export async function doubtAudit({works, unnoted}: Pick<OpenedWorks, 'works' | 'unnoted'>, safe: Safe): Promise<void> {
  const {paths, manifest, clock} = works;
  const {damaged} = await startOf(paths.auditLog, latestOf(await auditAnchors(paths, manifest, clock)));
  // The end of a log that all profiles share is known to the manifest of their root.
  const doubt = ownsAudit(paths) ? unnoted : undefined;
  const because = [damaged, doubt].filter((one) => one !== undefined).join('; ');
  if (because !== '') await sayDoubt(works, safe, {because, doubt});
  // Both logs say it now, whatever happens to the manifest.
  await manifest.settleDoubt();
}

async function sayDoubt(
  works: Works,
  safe: Safe,
  {because, doubt}: {readonly because: string; readonly doubt: string | undefined},
): Promise<void> {
  const cause = `the chain of ${works.paths.auditLog} does not hold: ${because}`;
  if (works.halt.record === undefined) await halt(works, 'engine', cause);
  const engine = {name: 'engine', via: 'daemon'} as const;
  const record = {...auditRecord(safe, 'failed', {act: {action: 'chain'}, actor: engine}), detail: cause};
  await safe.audit.append(record, doubt);
}
