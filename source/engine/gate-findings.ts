import {checkGates, type GateInput} from '../universe/gates.ts';
import type {UniverseEntry} from '../universe/symbol.ts';
import type {VerdictLine} from '../universe/verdict.ts';
import type {GateFinding} from './event.ts';
import type {SourceReport} from './record.ts';

export type Weighing = {
  /** What screeners read until now. */
  readonly sealed: {readonly entries: readonly UniverseEntry[]} | undefined;
  readonly lines: readonly VerdictLine[];
  readonly entries: readonly UniverseEntry[];
  readonly sources: readonly SourceReport[];
  readonly criteria: GateInput['criteria'];
  readonly limits: GateInput['limits'];
};

/** What the gates say to these entries in the place of the sealed ones. Pure. */
export function findingsOf({sealed, lines, entries, sources, criteria, limits}: Weighing): GateFinding[] {
  // Only what was admitted last night can leave, so only its verdicts are looked up.
  const before = new Set(sealed?.entries.map(({symbol}) => symbol));
  const byName = new Map(lines.filter(({symbol}) => before.has(symbol)).map((line) => [line.symbol, line]));
  return checkGates({
    previous: sealed?.entries ?? [],
    next: entries,
    criteria,
    bucketOf: (symbol) => byName.get(symbol)?.bucket,
    reasonsOf: (symbol) => byName.get(symbol)?.reasons ?? [],
    sources: sources
      .filter(({failed}) => failed === undefined)
      .map(({source, rows, earlier}) => ({source, rows, ...(earlier === undefined ? {} : {earlier})})),
    limits,
    delisted: delistedOf({sealed, sources}, byName),
  });
}

/** Symbols that left because an official list, which answered, no longer has them. */
function delistedOf(
  {sealed, sources}: Pick<Weighing, 'sealed' | 'sources'>,
  tonight: ReadonlyMap<string, VerdictLine>,
): ReadonlySet<string> {
  const officialDown = sources.some(({official, failed}) => official && failed !== undefined);
  if (officialDown || !sources.some(({official}) => official)) return new Set();
  return new Set((sealed?.entries ?? []).map(({symbol}) => symbol).filter((symbol) => !tonight.has(symbol)));
}
