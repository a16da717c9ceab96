import {type LogRecord, linesOf, recordOf, segmentsOf} from './log-chain.ts';

/** Records whose line holds the text, newest first; a segment is read only when all that are newer were taken. */
export async function* recordsBackwards(
  path: string,
  text: string,
  mostSegments = Number.POSITIVE_INFINITY,
): AsyncIterable<LogRecord> {
  for (const file of [...(await segmentsOf(path))].reverse().slice(0, mostSegments)) {
    const found: string[] = [];
    // Lines are parsed only where they are wanted: a segment is fifty megabytes.
    for await (const line of linesOf(file)) if (line.includes(text)) found.push(line);
    for (const line of found.reverse()) {
      const record = recordOf(line);
      if (record) yield record;
    }
  }
}
