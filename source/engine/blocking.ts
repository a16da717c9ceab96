import type {Clock} from '../clock.ts';
import type {Rows} from '../store/rows.ts';
import {type BlocklistEntry, isExpired, type PriceFloorEntry} from '../universe/blocklist.ts';
import type {PriceRow, UnblockRecord} from './record.ts';
import type {Stream} from './stream.ts';

export type BlockingOptions = {
  readonly blocklist: Rows<BlocklistEntry>;
  readonly unblocks: Rows<UnblockRecord>;
  readonly stream: Stream;
  readonly clock: Clock;
};

/** What follows for the blocklist from observed closes, and from the passing of time. A person's entries are never touched but by their end. */
export class Blocking {
  readonly #options: BlockingOptions;
  #floor = 0;
  #startedAt = '';

  constructor(options: BlockingOptions) {
    this.#options = options;
  }

  /** The floor in force, US dollars, and the start of the build that observes: a later unblock by a person is left alone by it. */
  begin(floor: number, startedAt: string): void {
    this.#floor = floor;
    this.#startedAt = startedAt;
  }

  /** Brings the blocklist in line with these rows: saved first, then said. Doing it twice changes nothing. */
  async follow(rows: readonly PriceRow[]): Promise<{blocked: readonly string[]; recovered: readonly string[]}> {
    const {blocklist, unblocks} = this.#options;
    const news = rows.flatMap((row) => this.#news(row));
    const entries = news.flatMap(({entry}) => (entry ? [entry] : []));
    const remove = news.flatMap(({symbol, recovers}) => (recovers ? [symbol] : []));
    if (entries.length + remove.length > 0) await blocklist.apply({put: entries, remove});
    // At once: of what is saved and not said nobody would ever hear, whatever the disk refuses next.
    for (const change of news) this.#say(change);
    const looked = news.map(({symbol}) => symbol).filter((symbol) => unblocks.has(symbol));
    if (looked.length > 0) await unblocks.remove(looked);
    return {
      blocked: news.flatMap(({entry, isNew}) => (entry && isNew ? [entry.symbol] : [])),
      recovered: remove,
    };
  }

  /** Takes off what a person blocked until now. */
  async expire(): Promise<readonly string[]> {
    const now = this.#options.clock.now();
    const gone = [...this.#options.blocklist.values()]
      .filter((entry) => isExpired(entry, now))
      .map(({symbol}) => symbol);
    if (gone.length === 0) return gone;
    await this.#options.blocklist.remove(gone);
    this.#options.stream.emit({
      type: 'blocklist.changed',
      action: 'expired',
      symbols: gone,
      actor: 'engine',
      justification: 'its end was reached',
      resealed: false,
    });
    return gone;
  }

  #news({symbol, price}: PriceRow): readonly News[] {
    if (price === undefined) return [];
    const blocked = this.#options.blocklist.get(symbol);
    if (blocked?.origin === 'manual') return [];
    const unblock = this.#options.unblocks.get(symbol);
    if (price.lastClose >= this.#floor) {
      if (blocked) return [{symbol, price, recovers: blocked}];
      return unblock && unblock.at < this.#startedAt ? [{symbol, price}] : [];
    }
    if (unblock !== undefined && unblock.at >= this.#startedAt) return [];
    if (blocked !== undefined && blocked.session === price.session && blocked.lastClose === price.lastClose) return [];
    return [
      {symbol, price, entry: this.#entry(symbol, price, {blocked, unblock}), isNew: blocked?.session === undefined},
    ];
  }

  /** The first moment of blocking stays; close, session and source are the latest observation. */
  #entry(
    symbol: string,
    price: Seen,
    {blocked, unblock}: {blocked: PriceFloorEntry | undefined; unblock: UnblockRecord | undefined},
  ): PriceFloorEntry {
    const afterUnblock = unblock ? {at: unblock.at, actor: unblock.actor} : blocked?.afterUnblock;
    return {
      symbol,
      at: blocked?.at ?? this.#options.clock.now().toISOString(),
      origin: 'price-floor',
      provider: price.source,
      lastClose: price.lastClose,
      floor: this.#floor,
      session: price.session,
      ...(afterUnblock ? {afterUnblock} : {}),
    };
  }

  #say({symbol, price, entry, isNew, recovers}: News): void {
    const seen = {
      symbol,
      provider: price.source,
      lastClose: price.lastClose,
      floor: this.#floor,
      session: price.session,
    };
    if (recovers) {
      const before = recovers.lastClose === undefined ? {} : {blockedClose: recovers.lastClose};
      this.#options.stream.emit({type: 'symbol.recovered', ...seen, ...before});
    }
    if (!entry || !isNew) return;
    const {afterUnblock} = entry;
    this.#options.stream.emit({
      type: 'symbol.blocklisted',
      ...seen,
      ...(afterUnblock ? {afterUnblock: `${afterUnblock.at} ${afterUnblock.actor}`} : {}),
    });
  }
}

type Seen = NonNullable<PriceRow['price']>;
type News = {
  readonly symbol: string;
  readonly price: Seen;
  readonly entry?: PriceFloorEntry;
  /** Nobody here has said it yet: neither blocked before, nor by what an older program saw. */
  readonly isNew?: boolean;
  readonly recovers?: PriceFloorEntry;
};
