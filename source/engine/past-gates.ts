import type {GateFinding} from './event.ts';
import {findingsOf} from './gate-findings.ts';
import type {Run} from './run.ts';
import type {Sealing, Tally} from './seal.ts';
import {loadBuild, saveBuild, type Works} from './works.ts';

/** The findings that stop the seal; those overridden by name are recorded and let through. */
export async function pastGates(
  works: Works,
  sealing: Sealing,
  {lines, entries}: Tally,
): Promise<readonly GateFinding[]> {
  const {run, overriding, sealed, criteria, sources} = sealing;
  const {gates, minUniverse} = works.terms();
  const found = findingsOf({sealed, criteria, sources, lines, entries, limits: {...gates, minUniverse}});
  const findings = found.filter(({gate}) => sealing.kind !== 'rollback' || !isForWantOfData(gate));
  const open: GateFinding[] = [];
  for (const finding of findings) {
    run.stream.emit({type: 'gate.tripped', buildId: run.buildId, finding});
    if (!overriding.gates.includes(finding.gate)) open.push(finding);
    else
      run.stream.emit({
        type: 'gate.overridden',
        buildId: run.buildId,
        gate: finding.gate,
        actor: overriding.actor,
        justification: overriding.justification,
      });
  }
  await noteGates(works, run, open);
  return open;
}

/** What an earlier night did not know it did not know when it was sealed, and who goes back to it has chosen it so. */
function isForWantOfData(gate: GateFinding['gate']): boolean {
  return gate === 'large-symbol';
}

async function noteGates(works: Works, run: Run, open: readonly GateFinding[]): Promise<void> {
  const record = await loadBuild(works);
  if (record?.buildId === run.buildId) {
    const {openGates: _earlier, ...rest} = record;
    await saveBuild(works, open.length > 0 ? {...rest, openGates: [...open]} : rest);
  }
  if (open.length > 0) run.stream.emit({type: 'build.refused', buildId: run.buildId, gates: [...open]});
  await run.stream.flush();
}
