import {type LogPlace, readLogBackward} from '../../store/log-backward.ts';
import {recordOf} from '../../store/log-chain.ts';
import {type AuditedLog, foundActions} from '../audit-line.ts';
import type {AuditedLine, AuditLinesQuery} from '../audit-lines.ts';
import {asksForEvents, type EventSentence, wantedLine} from '../event-line.ts';

/** What is next in a log on the way back: a line that is wanted, or nothing yet after a good deal of reading. */
export type Step = {
  readonly at: string;
  readonly line?: AuditedLine;
  /** Goes on with this step, where it is not taken now. */
  readonly here: LogPlace;
  /** Goes on with the next. */
  readonly next: LogPlace;
};

export type Walk = {
  /** The same step until it is taken; undefined at the end. */
  readonly look: () => Promise<Step | undefined>;
  readonly take: () => void;
  /** Where a later walk goes on; undefined at the end. */
  readonly place: () => LogPlace | undefined;
  /** Where the log ended, for a walk that began there. */
  readonly end: () => LogPlace | undefined;
  readonly close: () => Promise<void>;
};

export type Way = {
  readonly path: string;
  readonly log: AuditedLog;
  readonly query: AuditLinesQuery;
  readonly mostBytes: number;
  readonly sentence?: EventSentence | undefined;
};

/** Goes back through one log, as far as somebody looks. */
export function walkBack(way: Way): Walk {
  let end: LogPlace | undefined;
  const steps = stepsOf(way, (place) => {
    end ??= place;
  });
  let step: Step | undefined;
  let place: LogPlace | undefined;
  let isOver = false;
  return {
    look: async () => {
      if (step || isOver) return step;
      const {value, done} = await steps.next();
      if (done) isOver = true;
      step = done ? undefined : value;
      return step;
    },
    take: () => {
      place = step?.next;
      step = undefined;
    },
    place: () => (isOver ? undefined : (step?.here ?? place)),
    end: () => end,
    close: async () => {
      await steps.return(undefined);
    },
  };
}

const dayMs = 86_400_000;

async function* stepsOf(
  {path, log, query, mostBytes, sentence}: Way,
  ends: (place: LogPlace) => void,
): AsyncGenerator<Step, void> {
  const {since, until} = query;
  const before = query.before?.[log];
  const after = query.after?.[log];
  // An earlier answer had come to its end.
  if (query.before && !before) return;
  // A clock may have been set back a little; nobody sets it back a day.
  const oldest = since === undefined ? '' : new Date(Date.parse(since) - dayMs).toISOString();
  const tellsAll = log === 'audit' || asksForEvents(query);
  let bytes = 0;
  let at = '';
  for await (const block of readLogBackward(path, {before, until})) {
    const {segment} = block;
    for (const {text, start, end} of block.lines) {
      ends({segment, offset: end});
      if (after && segment === after.segment && start < after.offset) return;
      // Of thousands of verdicts a night nobody is the actor: they need not be understood.
      const record = tellsAll || mayTell(text) ? recordOf(text) : undefined;
      if (!record) continue;
      at = record.at;
      if (at < oldest) return;
      if ((since !== undefined && at < since) || (until !== undefined && at > until)) continue;
      const line = wantedLine(record, log, query, sentence);
      if (!line) continue;
      const here = {segment, offset: end};
      yield {at, line: {...line, id: `${log} ${segment} ${start}`, log, record}, here, next: {segment, offset: start}};
    }
    bytes += block.bytes;
    if (bytes < mostBytes) continue;
    const last = block.lines.at(-1);
    at = (last && recordOf(last.text)?.at) ?? at;
    yield {at, here: block.place, next: block.place};
    return;
  }
}

function mayTell(text: string): boolean {
  return text.includes('"actor":') || foundActions.some((type) => text.includes(`"${type}"`));
}
