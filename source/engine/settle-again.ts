import {Failure} from '../failure.ts';
import type {Night} from '../store/history.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import type {Criteria} from '../universe/criteria.ts';
import {judge} from '../universe/judge.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import type {VerdictLine} from '../universe/verdict.ts';
import type {Settled} from './settle.ts';

/** Who is blocked now, wherever that is known from. */
export type Blocked = {readonly get: (symbol: string) => BlocklistEntry | undefined};

/** What sealing a night again takes of its history. */
export type Parts = {
  readonly lines: readonly VerdictLine[];
  readonly unfiltered: ReadonlyMap<string, EnrichedSymbol>;
  readonly entries: ReadonlyMap<string, EnrichedSymbol>;
  /** Those the night was sealed with. */
  readonly criteria: Criteria;
};

export async function partsOf(night: Night): Promise<Parts> {
  const final = await night.final();
  if (final.format === 1) throw noSuchNight(night.session);
  return {
    lines: await night.verdicts(),
    unfiltered: new Map((await night.unfiltered()).symbols.map((row) => [row.symbol, row])),
    entries: new Map(final.symbols.map((entry) => [entry.symbol, entry])),
    criteria: final.heading.criteria,
  };
}

/** Every candidate of that night again: blocked now, judged by its row, or as it was for want of a row. */
export function* settledAgain(blocklist: Blocked, {lines, unfiltered, entries, criteria}: Parts): Generator<Settled> {
  for (const line of lines) {
    const {symbol} = line;
    const blocked = blocklist.get(symbol);
    const row = entries.get(symbol)?.carried === undefined ? unfiltered.get(symbol) : entries.get(symbol);
    // A hold outlasts a block: who is unblocked later is no less in doubt.
    const held = line.reasons.filter(({rule}) => rule === 'held');
    if (blocked) {
      const tonight = line.bucket === 'below-floor';
      const known = line.reasons.filter(({rule}) => rule === 'held' || rule === 'exchange' || rule === 'instrument');
      yield tonight ? {line} : {line: {symbol, bucket: 'blocked', reasons: [blockedReason(blocked), ...known]}};
    } else if (held.length > 0) yield {line: {symbol, bucket: 'held', reasons: held}};
    else if (row === undefined)
      yield {
        line: line.bucket === 'unpriced' ? line : {symbol, bucket: 'unpriced', reasons: [{rule: 'price-unknown'}]},
      };
    else {
      const verdict = judge(row, criteria);
      if (verdict.outcome === 'rejected') yield {line: {symbol, bucket: 'rejected', reasons: [...verdict.reasons]}};
      else
        yield {
          line: {
            symbol,
            bucket: row.carried === undefined ? 'admitted' : 'carried',
            reasons: row.carried === undefined ? [] : line.reasons,
          },
          entry: verdict.entry,
        };
    }
  }
}

function blockedReason(entry: BlocklistEntry): VerdictLine['reasons'][number] {
  if (entry.origin === 'manual') return {rule: 'blocked', observed: entry.justification};
  return {rule: 'blocked', observed: entry.lastClose, limit: entry.floor};
}

export function noSuchNight(session: string): Failure {
  return new Failure('history.absent', `There is no night of ${session} in the history.`, {
    hint: 'universe status lists the nights that are kept.',
    kind: 'unfit',
  });
}
