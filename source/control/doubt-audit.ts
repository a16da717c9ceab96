import type {OpenedWorks} from '../engine/open-works.ts';
import {haltFor} from '../engine/watch-losses.ts';
import {halt, type Works} from '../engine/works.ts';
import {startOf} from '../store/log-read.ts';
import {byEngine} from './actor.ts';
import {auditAnchors, latestOf, ownsAudit} from './audit-anchors.ts';
import type {Safe} from './safe.ts';

/**
 * An audit log that was cut or changed stops everything until a person has looked (SPEC, incident classes), and so does one of which
 * nobody knows any more where it ended.
 */
export async function doubtAudit(
  opened: Pick<OpenedWorks, 'works' | 'unnoted' | 'onDoubt'>,
  safe: Safe,
): Promise<void> {
  const {works, unnoted, onDoubt} = opened;
  const {paths, manifest, clock} = works;
  const {damaged} = await startOf(paths.auditLog, latestOf(await auditAnchors(paths, manifest, clock)));
  // The end of a log that all profiles share is known to the manifest of their root.
  const doubt = ownsAudit(paths) ? unnoted : undefined;
  const because = [damaged, doubt].filter((one) => one !== undefined).join('; ');
  if (because !== '') await sayDoubt(works, safe, {because, doubt});
  // Both logs say it now, whatever happens to the manifest.
  await manifest.settleDoubt();
  onDoubt(async (lost) => {
    if (ownsAudit(paths)) await sayDoubt(works, safe, {because: lost, doubt: lost});
    await manifest.settleDoubt();
  });
}

/** The same where it is found while the engine is at work; what it was about to record is recorded behind the gap. */
export async function auditDamaged(works: Works | undefined, damaged: string | undefined): Promise<void> {
  if (works && damaged !== undefined) await haltFor(works, causeOf(works, damaged));
}

function causeOf({paths}: Works, because: string): string {
  return `the chain of ${paths.auditLog} does not hold: ${because}`;
}

async function sayDoubt(
  works: Works,
  safe: Safe,
  {because, doubt}: {readonly because: string; readonly doubt: string | undefined},
): Promise<void> {
  const cause = causeOf(works, because);
  if (works.halt.record === undefined) await halt(works, 'engine', cause);
  const {audit, host} = safe;
  await audit.append({type: 'credential', stage: 'failed', action: 'chain', ...byEngine, host, detail: cause}, doubt);
}
