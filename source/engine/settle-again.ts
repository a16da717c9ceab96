import {Failure} from '../failure.ts';
import type {Night} from '../store/history.ts';
import {type BlocklistEntry, reasonText} from '../universe/blocklist.ts';
import type {Criteria} from '../universe/criteria.ts';
import {judge} from '../universe/judge.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import type {Reason, VerdictLine} from '../universe/verdict.ts';
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
  /** Closes at which symbols came off the blocklist since. */
  readonly recovered?: ReadonlyMap<string, number>;
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
export function* settledAgain(blocklist: Blocked, parts: Parts): Generator<Settled> {
  const {lines, unfiltered, entries, criteria} = parts;
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
    else if (row === undefined) yield {line: withoutRow(line, parts)};
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

/** Came off the blocklist, and nothing but its close is known until the next build. */
function withoutRow(line: VerdictLine, {criteria, recovered}: Parts): VerdictLine {
  const {symbol, bucket, reasons} = line;
  const close = recovered?.get(symbol) ?? closeIn(reasons);
  const isWaiting = reasons.some(({rule}) => rule === 'fact-missing');
  if (bucket === 'unpriced') return line;
  if (close === undefined && !isWaiting) return {symbol, bucket: 'unpriced', reasons: [{rule: 'price-unknown'}]};
  const below: Reason = {rule: 'price-below', observed: close, limit: criteria.minPrice};
  return {
    symbol,
    bucket: 'rejected',
    reasons: [
      ...(close !== undefined && close < criteria.minPrice ? [below] : []),
      {rule: 'fact-missing', observed: 'what the next build asks for'},
      ...reasons.filter(({rule}) => rule === 'exchange' || rule === 'instrument'),
    ],
  };
}

/** The close that it was blocked for, or that an earlier refilter judged it by. */
export function closeIn(reasons: VerdictLine['reasons']): number | undefined {
  const seen = reasons.find(({rule}) => rule === 'blocked' || rule === 'price-below')?.observed;
  return typeof seen === 'number' ? seen : undefined;
}

function blockedReason(entry: BlocklistEntry): VerdictLine['reasons'][number] {
  if (entry.origin === 'manual') return {rule: 'blocked', observed: entry.justification};
  if (entry.lastClose === undefined) return {rule: 'blocked', observed: reasonText(entry)};
  return {rule: 'blocked', observed: entry.lastClose, limit: entry.floor};
}

export function noSuchNight(session: string): Failure {
  return new Failure('history.absent', `There is no night of ${session} in the history.`, {
    hint: 'universe status lists the nights that are kept.',
    kind: 'unfit',
  });
}
