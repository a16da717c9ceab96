import {BuildEvent} from '../../engine/event.ts';
import {recordsBackwards} from '../../store/log-search.ts';
import {price} from '../../universe/money.ts';
import type {BlockNews} from '../action-answers.ts';
import type {Reading} from '../reading.ts';

const mostNews = 12;
/** A person who looks at a symbol does not wait for the logs of a year. */
const mostSegments = 2;

/** What happened to the block of a symbol, newest first, as far as the ops log reaches. */
export async function answerBlockNews(
  {paths}: Pick<Reading, 'paths'>,
  {symbol}: {readonly symbol: string},
): Promise<readonly BlockNews[]> {
  const news: BlockNews[] = [];
  for await (const record of recordsBackwards(paths.opsLog, JSON.stringify(symbol), mostSegments)) {
    const event = BuildEvent.safeParse(record).data;
    const one = event && newsOf(event, symbol, record.at);
    if (one) news.push(one);
    if (news.length >= mostNews) break;
  }
  return news;
}

function newsOf(event: BuildEvent, symbol: string, at: string): BlockNews | undefined {
  if (event.type === 'symbol.blocklisted' && event.symbol === symbol) {
    const because = `close ${price(event.lastClose)} < ${price(event.floor)} (session ${event.session})`;
    return {at, what: 'blocked', by: event.provider, because};
  }
  if (event.type === 'symbol.recovered' && event.symbol === symbol) {
    const before = event.blockedClose === undefined ? '' : `, was ${price(event.blockedClose)}`;
    const because = `close ${price(event.lastClose)}${before} (session ${event.session})`;
    return {at, what: 'recovered', by: event.provider, because};
  }
  if (event.type !== 'blocklist.changed' || !event.symbols.includes(symbol)) return undefined;
  const what = {added: 'blocked', removed: 'unblocked', expired: 'expired', 'file-edit': 'edited'} as const;
  return {at, what: what[event.action], by: event.actor, because: event.justification};
}
