import {Failure} from '../failure.ts';
import type {Night} from '../store/history.ts';
import {type BlocklistEntry, reasonText} from '../universe/blocklist.ts';
import type {Criteria} from '../universe/criteria.ts';
import {judge} from '../universe/judge.ts';
import type {EnrichedSymbol} from '../universe/symbol.ts';
import type {LastValues, Reason, VerdictLine} from '../universe/verdict.ts';
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
    const lastValues = lastValuesOf(line, entries);
    const kept = lastValues === undefined ? {} : {lastValues};
    const row = lastValues?.entry ?? unfiltered.get(symbol);
    // A hold outlasts a block: who is unblocked later is no less in doubt.
    const held = line.reasons.filter(({rule}) => rule === 'held');
    if (blocked) {
      const tonight = line.bucket === 'below-floor';
      const known = line.reasons.filter(({rule}) => rule === 'held' || rule === 'exchange' || rule === 'instrument');
      // A close that was seen since decides more than the values of another night.
      const last = blocked.origin === 'manual' ? kept : {};
      yield tonight
        ? {line}
        : {line: {symbol, bucket: 'blocked', reasons: [blockedReason(blocked), ...known], ...last}};
    } else if (held.length > 0) yield {line: {symbol, bucket: 'held', reasons: held}};
    else if (row === undefined) yield {line: withoutRow(line, parts)};
    else {
      const verdict = judge(row, criteria);
      if (verdict.outcome === 'rejected') yield {line: {...rejected(line, verdict.reasons), ...kept}};
      else
        yield {
          line: {symbol, bucket: lastValues ? 'carried' : 'admitted', reasons: lastValues?.lacking ?? []},
          entry: verdict.entry,
        };
    }
  }
}

/** What the night carries a symbol on, or would if its criteria let it. */
function lastValuesOf(line: VerdictLine, entries: Parts['entries']): LastValues | undefined {
  const entry = entries.get(line.symbol);
  if (entry?.carried === undefined) return line.lastValues;
  return {entry, lacking: line.reasons};
}

/** Who had no price in a build is no less unpriced for what speaks against its last values. */
function rejected({symbol, bucket}: VerdictLine, reasons: readonly Reason[]): VerdictLine {
  if (bucket !== 'unpriced') return {symbol, bucket: 'rejected', reasons: [...reasons]};
  const known = reasons.filter(({rule}) => rule === 'exchange' || rule === 'instrument');
  return {symbol, bucket, reasons: [{rule: 'price-unknown'}, ...known]};
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
      {rule: 'fact-missing', observed: `${unasked(close, criteria)}, which the next build asks for`},
      ...reasons.filter(({rule}) => rule === 'exchange' || rule === 'instrument'),
    ],
  };
}

/** What these criteria want to know of a symbol of which nothing but a close has been seen, which need not be on record any more. */
function unasked(close: number | undefined, {fractionalAbove, requireTradable}: Criteria): string {
  const facts = [
    'market cap',
    ...(fractionalAbove !== undefined && (close ?? Number.POSITIVE_INFINITY) > fractionalAbove
      ? ['fractional eligibility']
      : []),
    ...(requireTradable ? ['tradability'] : []),
  ];
  return facts.join(' and ');
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
