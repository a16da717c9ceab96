import type {Clock} from '../clock.ts';
import {HaltSwitch} from '../engine/halt-switch.ts';
import type {OpenedWorks} from '../engine/open-works.ts';
import {haltFor} from '../engine/watch-losses.ts';
import {halt, type Works} from '../engine/works.ts';
import {startOf} from '../store/log-read.ts';
import type {Paths} from '../store/paths.ts';
import {byEngine} from './actor.ts';
import {auditAnchors, latestOf, ownsAudit} from './audit-anchors.ts';
import {chainCause, isOverLog} from './halted-beside.ts';
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
  if (works === undefined || damaged === undefined) return;
  const cause = chainCause(works.paths.auditLog, damaged);
  if (!(await isAdded(works.halt, works.paths, cause))) await haltFor(works, cause);
}

/** The same where no engine is open: the kill-switch of the universe is thrown on disk, and an engine that is at work elsewhere finds it there. */
export async function auditDamagedPastEngine(paths: Paths, clock: Clock, damaged: string | undefined): Promise<void> {
  if (damaged === undefined) return;
  const cause = chainCause(paths.auditLog, damaged);
  const halt = await HaltSwitch.open(paths, clock);
  if (!(await isAdded(halt, paths, cause))) await halt.set({actor: 'engine', cause, at: clock.now().toISOString()});
}

/** Whether it was halted already, be it for something else; that it is halted over the log too stands there from now on. */
async function isAdded(halt: HaltSwitch, {auditLog}: Paths, cause: string): Promise<boolean> {
  if (halt.record === undefined) return false;
  if (!isOverLog(halt.record, auditLog)) await halt.add(cause);
  return true;
}

async function sayDoubt(
  works: Works,
  safe: Safe,
  {because, doubt}: {readonly because: string; readonly doubt: string | undefined},
): Promise<void> {
  const cause = chainCause(works.paths.auditLog, because);
  if (!(await isAdded(works.halt, works.paths, cause))) await halt(works, 'engine', cause);
  const {audit, host} = safe;
  await audit.append({type: 'credential', stage: 'failed', action: 'chain', ...byEngine, host, detail: cause}, doubt);
}
