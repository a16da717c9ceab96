import type {LogRecord} from '../store/log-file.ts';
import type {AuditedLine} from './audit-lines.ts';

type Foldable = Pick<AuditedLine, 'at' | 'actor' | 'action' | 'stage' | 'providers' | 'text' | 'log' | 'record'> & {
  /** The records of its beginning, the later first. */
  readonly begun?: readonly Foldable[];
};

/**
 * What is intended and what came of it are two records, or three, of one act: one row for both, newest first. One that has its
 * beginning takes no other: of an act that was cut off nothing tells but its beginning, and that must not go under in a later one.
 */
export function folded<Line extends Foldable>(newestFirst: readonly Line[]): readonly Line[] {
  const rows: Line[] = [];
  /** By act, the places of ends that have no beginning yet, the oldest last. */
  const open = new Map<string, number[]>();
  for (const line of newestFirst) {
    const act = actOf(line);
    const places = (act !== undefined && open.get(act)) || [];
    const place = isBeginning(line) ? places.findLast((one) => isBegunBy(rows[one], line)) : undefined;
    const end = place === undefined ? undefined : rows[place];
    if (place !== undefined && end) {
      rows[place] = {...end, begun: [...(end.begun ?? []), line]};
      if (line.stage === 'intended') places.splice(places.lastIndexOf(place), 1);
      continue;
    }
    rows.push(line);
    if (act === undefined || isBeginning(line) || isWhole(line)) continue;
    places.push(rows.length - 1);
    open.set(act, places);
  }
  return rows;
}

/** What it says, and when it was begun where that was not the same second. */
export function actText({at, text, begun = []}: Foldable): string {
  const first = begun.at(-1)?.at;
  if (first === undefined || first.slice(0, 19) === at.slice(0, 19)) return text;
  const since = first.slice(0, 10) === at.slice(0, 10) ? first.slice(11, 19) : first.slice(0, 19).replace('T', ' ');
  return `${text === '' ? '' : `${text} · `}begun ${since}`;
}

/** What is done in one go, or denied, has no beginning; it gives another reason than what was cut off before it, or none. */
function isBegunBy(end: Foldable | undefined, {stage, record}: Foldable): boolean {
  return stage === 'writing' || end?.record.justification === record.justification;
}

function isBeginning({stage}: Foldable): boolean {
  return stage === 'intended' || stage === 'writing';
}

function isWhole({begun = []}: Foldable): boolean {
  return begun.some(({stage}) => stage === 'intended');
}

/** What both ends of an act have in common; undefined for what has no two. */
function actOf({log, record, actor, action}: Foldable): string | undefined {
  const {type, provider, via, host}: LogRecord = record;
  if (type !== 'command.recorded' && type !== 'credential') return undefined;
  return JSON.stringify([log, actor, action, provider, via, host]);
}
