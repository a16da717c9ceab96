import {checkGates} from '../universe/gates.ts';
import type {VerdictLine} from '../universe/verdict.ts';
import type {GateFinding} from './event.ts';
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
  // Only what was admitted last night can leave, so only its verdicts are looked up.
  const before = new Set(sealed?.entries.map(({symbol}) => symbol));
  const byName = new Map(lines.filter(({symbol}) => before.has(symbol)).map((line) => [line.symbol, line]));
  const findings = checkGates({
    previous: sealed?.entries ?? [],
    next: entries,
    criteria,
    bucketOf: (symbol) => byName.get(symbol)?.bucket,
    reasonsOf: (symbol) => byName.get(symbol)?.reasons ?? [],
    sources: sources
      .filter(({failed}) => failed === undefined)
      .map(({source, rows, earlier}) => ({source, rows, ...(earlier === undefined ? {} : {earlier})})),
    limits: {...gates, minUniverse},
    delisted: delistedOf(sealing, byName),
  });
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

async function noteGates(works: Works, run: Run, open: readonly GateFinding[]): Promise<void> {
  const record = await loadBuild(works);
  if (record?.buildId === run.buildId) {
    const {openGates: _earlier, ...rest} = record;
    await saveBuild(works, open.length > 0 ? {...rest, openGates: [...open]} : rest);
  }
  if (open.length > 0) run.stream.emit({type: 'build.refused', buildId: run.buildId, gates: [...open]});
  await run.stream.flush();
}

/** Symbols that left because an official list, which answered, no longer has them. */
function delistedOf({sealed, sources}: Sealing, tonight: ReadonlyMap<string, VerdictLine>): ReadonlySet<string> {
  const officialDown = sources.some(({official, failed}) => official && failed !== undefined);
  if (officialDown || !sources.some(({official}) => official)) return new Set();
  return new Set((sealed?.entries ?? []).map(({symbol}) => symbol).filter((symbol) => !tonight.has(symbol)));
}
