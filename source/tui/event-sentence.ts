import {BuildEvent} from '../engine/event.ts';
import {lineOf} from './log-lines.ts';

/** What the log says of a record; undefined for what is no event of this version, and for heartbeats. */
export function eventSentence(record: Readonly<Record<string, unknown>> & {readonly at: string}): string | undefined {
  const {success, data: event} = BuildEvent.safeParse(record);
  return success ? lineOf({at: record.at, event})?.text : undefined;
}
