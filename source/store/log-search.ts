import {openPlain} from './file.ts';
import {type LogRecord, recordOf, segmentsOf} from './log-chain.ts';

const blockBytes = 1024 * 1024;
const lineBreak = 0x0a;

/** Records whose line holds the text, newest first; a segment is read only when all that are newer were taken. */
export async function* recordsBackwards(
  path: string,
  text: string,
  mostSegments = Number.POSITIVE_INFINITY,
): AsyncIterable<LogRecord> {
  for (const file of [...(await segmentsOf(path))].reverse().slice(0, mostSegments)) {
    const found: string[] = [];
    for await (const line of linesHolding(file, text)) found.push(line);
    for (const line of found.reverse()) {
      const record = recordOf(line);
      if (record) yield record;
    }
  }
}

/** Bytes become lines only where the text is: a segment is fifty megabytes, and somebody waits for the answer. */
async function* linesHolding(file: string, text: string): AsyncGenerator<string> {
  const wanted = Buffer.from(text);
  let rest: Buffer = Buffer.alloc(0);
  for await (const read of (await openPlain(file)).createReadStream({highWaterMark: blockBytes})) {
    const block: Buffer = Buffer.concat([rest, read]);
    const end = block.lastIndexOf(lineBreak) + 1;
    yield* linesAround(block.subarray(0, end), wanted);
    rest = block.subarray(end);
  }
}

/** Of whole lines those that hold it. */
function* linesAround(block: Buffer, wanted: Buffer): Generator<string> {
  for (let from = 0; ; ) {
    const at = block.indexOf(wanted, from);
    if (at === -1) return;
    const end = block.indexOf(lineBreak, at);
    yield block.toString('utf8', block.lastIndexOf(lineBreak, at) + 1, end);
    from = end + 1;
  }
}
