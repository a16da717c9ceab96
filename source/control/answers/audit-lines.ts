import type {AuditedLog} from '../audit-line.ts';
import type {AuditedLine, AuditLinesAnswer, AuditLinesQuery, Places} from '../audit-lines.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {type Step, type Walk, walkBack} from './log-walk.ts';

/** Most that one answer reads of a log: who searches years gets them in pieces, and nobody else waits meanwhile. */
const mostBytes = 8 * 1024 * 1024;

const logs = ['ops', 'audit'] as const;

/** What people did, or all that happened, from both logs, newest first: as many as asked for, or as many as a bounded reading finds. */
export async function answerAuditLines(
  {paths, eventSentence: sentence}: Pick<Reading, 'paths' | 'eventSentence'>,
  query: AuditLinesQuery,
  most = mostBytes,
): Promise<AuditLinesAnswer> {
  const walks: Readonly<Record<AuditedLog, Walk>> = {
    ops: walkBack({path: paths.opsLog, log: 'ops', query, mostBytes: most, sentence}),
    audit: walkBack({path: paths.auditLog, log: 'audit', query, mostBytes: most, sentence}),
  };
  const lines: AuditedLine[] = [];
  const sentences = new Map<AuditedLog, string>();
  let searchedTo: string | undefined;
  try {
    while (lines.length < query.limit) {
      const next = await newestOf(walks, sentences);
      if (!next) break;
      if (!next.step.line) {
        searchedTo = next.step.at;
        break;
      }
      lines.push(next.step.line);
      walks[next.log].take();
    }
  } finally {
    for (const log of logs) await walks[log].close();
  }
  const before = placesOf((log) => (sentences.has(log) ? undefined : walks[log].place()));
  const end = placesOf((log) => walks[log].end());
  return {
    lines,
    sentences: [...sentences.values()],
    ...(Object.keys(before).length > 0 ? {before} : {}),
    ...(query.before ? {} : {end}),
    ...(searchedTo === undefined ? {} : {searchedTo}),
  };
}

/** Of the two logs the one whose next step is the later. */
async function newestOf(
  walks: Readonly<Record<AuditedLog, Walk>>,
  sentences: Map<AuditedLog, string>,
): Promise<{log: AuditedLog; step: Step} | undefined> {
  let newest: {log: AuditedLog; step: Step} | undefined;
  for (const log of logs) {
    if (sentences.has(log)) continue;
    const looked = await attempt(() => walks[log].look());
    if (looked.sentence !== undefined) sentences.set(log, looked.sentence);
    else if (looked.value && (!newest || looked.value.at > newest.step.at)) newest = {log, step: looked.value};
  }
  return newest;
}

function placesOf(placeOf: (log: AuditedLog) => Places[AuditedLog]): Places {
  const [ops, audit] = logs.map(placeOf);
  return {...(ops ? {ops} : {}), ...(audit ? {audit} : {})};
}
