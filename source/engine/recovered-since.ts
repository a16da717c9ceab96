import {recordsBackwards} from '../store/log-search.ts';
import {BuildEvent} from './event.ts';
import {type Blocked, closeIn, type Parts} from './settle-again.ts';

/** A log of a hundred megabytes knows more than the nights that anybody judges again. */
const mostSegments = 2;

/** The last close at which each symbol came off the blocklist since a session, where one that the night had blocked is free by now. */
export async function recoveredSince(
  opsLog: string,
  {session, parts, blocked}: {readonly session: string; readonly parts: Parts; readonly blocked: Blocked},
): Promise<ReadonlyMap<string, number>> {
  const closes = new Map<string, number>();
  const isFree = parts.lines.some(
    ({symbol, reasons}) => closeIn(reasons) !== undefined && !parts.unfiltered.has(symbol) && !blocked.get(symbol),
  );
  if (!isFree) return closes;
  for await (const record of recordsBackwards(opsLog, '"symbol.recovered"', mostSegments)) {
    const event = BuildEvent.safeParse(record).data;
    if (record.at < session) break;
    if (event?.type !== 'symbol.recovered' || event.session < session) continue;
    if (!closes.has(event.symbol)) closes.set(event.symbol, event.lastClose);
  }
  return closes;
}
