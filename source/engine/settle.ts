import {type BlocklistEntry, reasonText} from '../universe/blocklist.ts';
import type {Criteria} from '../universe/criteria.ts';
import {judge} from '../universe/judge.ts';
import type {CandidateSymbol, EnrichedSymbol, Session, UniverseEntry} from '../universe/symbol.ts';
import {type Bucket, type LastValues, type Reason, unknowns, type VerdictLine} from '../universe/verdict.ts';

export type Settlement = {
  readonly candidates: Iterable<CandidateSymbol>;
  readonly rowOf: (symbol: string) => EnrichedSymbol | undefined;
  readonly blockedOf: (symbol: string) => BlocklistEntry | undefined;
  /** Share by which two sources differ, for symbols that are held. */
  readonly heldOf: (symbol: string) => number | undefined;
  /** Entries of the last sealed universe, or what that night would have carried where it was tonight, and its session. */
  readonly admittedOf: (symbol: string) => EnrichedSymbol | undefined;
  readonly admittedSession: Session | undefined;
  readonly session: Session;
  /** Price-floor entries first blocked at or after this moment belong to tonight. */
  readonly startedAt: string;
  readonly criteria: Criteria;
  readonly graceNights: number;
};

export type Settled = {readonly line: VerdictLine; readonly entry?: UniverseEntry};

/** Puts every candidate in exactly one bucket, one after the other in the order given. Pure: the same input settles the same way. */
export function* settle(settlement: Settlement): Generator<Settled> {
  for (const candidate of settlement.candidates) yield settleOne(candidate, settlement);
}

function settleOne(candidate: CandidateSymbol, settlement: Settlement): Settled {
  const {symbol} = candidate;
  const blocked = settlement.blockedOf(symbol);
  if (blocked !== undefined) {
    return out(symbol, bucketOfBlock(blocked, settlement), [
      blockReason(blocked),
      ...knownAgainst(candidate, settlement),
    ]);
  }
  const divergence = settlement.heldOf(symbol);
  if (divergence !== undefined) return out(symbol, 'held', [{rule: 'held', observed: divergence}]);
  const row = settlement.rowOf(symbol);
  if (row === undefined) {
    const reasons: readonly Reason[] = [{rule: 'price-unknown'}];
    const unpriced = out(symbol, 'unpriced', [...reasons, ...knownAgainst(candidate, settlement)]);
    return carriedOr(unpriced, lastValues(candidate, settlement, reasons), settlement);
  }
  const verdict = judge(row, settlement.criteria);
  if (verdict.outcome === 'admitted') return admitted(verdict.entry);
  const rejected = out(symbol, 'rejected', verdict.reasons);
  const unknown = verdict.reasons.filter(({rule}) => unknowns.has(rule));
  return lacksOnlyACap(unknown) ? carriedOr(rejected, lastValues(row, settlement, unknown), settlement) : rejected;
}

/** True when nothing observed speaks against the symbol, and only its cap is unknown. */
export function lacksOnlyACap(reasons: readonly Reason[]): boolean {
  return reasons.length === 1 && reasons[0]?.rule === 'cap-unknown';
}

/** An entry that stands on old values is in the bucket `carried`, whoever judged it. */
function admitted(entry: UniverseEntry): Settled {
  return {
    line: {symbol: entry.symbol, bucket: entry.carried === undefined ? 'admitted' : 'carried', reasons: []},
    entry,
  };
}

/**
 * A symbol admitted last night that lacks a price or a cap tonight stays on its last values for the grace nights. What was observed
 * tonight always decides: fresh facts replace the old ones, and the result must still pass tonight's criteria. Where it does not, its
 * verdict keeps the values: under other criteria the night is judged again on them.
 */
function carriedOr(otherwise: Settled, last: LastValues | undefined, {criteria}: Settlement): Settled {
  if (last === undefined) return otherwise;
  const {line} = otherwise;
  const verdict = judge(last.entry, criteria);
  if (verdict.outcome === 'rejected') return {line: {...line, lastValues: last}};
  return {line: {symbol: line.symbol, bucket: 'carried', reasons: last.lacking}, entry: verdict.entry};
}

function lastValues(
  fresh: CandidateSymbol | EnrichedSymbol,
  {admittedOf, admittedSession, session, graceNights}: Settlement,
  lacking: readonly Reason[],
): LastValues | undefined {
  const last = admittedOf(fresh.symbol);
  if (last === undefined) return undefined;
  const sameNight = admittedSession === session;
  const carried = (last.carried ?? 0) + (sameNight && last.carried !== undefined ? 0 : 1);
  return carried > graceNights ? undefined : {entry: {...last, ...fresh, carried}, lacking: [...lacking]};
}

/** What speaks against a candidate whatever its price and cap: every rejection carries every reason that is known. */
function knownAgainst(candidate: CandidateSymbol, {criteria}: Settlement): readonly Reason[] {
  const verdict = judge(candidate, criteria);
  if (verdict.outcome === 'admitted') return [];
  return verdict.reasons.filter(({rule}) => rule === 'exchange' || rule === 'instrument');
}

function out(symbol: string, bucket: Bucket, reasons: readonly Reason[]): Settled {
  return {line: {symbol, bucket, reasons: [...reasons]}};
}

function bucketOfBlock(entry: BlocklistEntry, {startedAt}: Settlement): Bucket {
  return entry.origin === 'price-floor' && entry.at >= startedAt ? 'below-floor' : 'blocked';
}

function blockReason(entry: BlocklistEntry): Reason {
  if (entry.origin === 'manual') return {rule: 'blocked', observed: entry.justification};
  if (entry.lastClose === undefined) return {rule: 'blocked', observed: reasonText(entry)};
  return {rule: 'blocked', observed: entry.lastClose, limit: entry.floor};
}
