import type {Metadata, Price} from '../provider/contract.ts';
import {ProviderFailure} from '../provider/failure.ts';
import type {Session, UniverseEntry} from '../universe/symbol.ts';

/** Last night's universe by symbol, as far as it is recent enough to compare with. */
export type LastNight = ReadonlyMap<string, UniverseEntry>;

/** Below this many symbols to compare, a median says nothing. */
const fewest = 50;
/** The median stock has never moved so in a session: its worst, in October 1987, was about a fifth. */
const widestMove = 1.5;
const widestCapMove = 2;
/** A cap may change by splits of a class or corrections, not by this much against its own price. */
const widestCapJump = 4;

/**
 * Throws when a whole answer is off: prices of another unit, session or market, which one symbol alone could not show. Nothing of
 * it may be used, for it would block hundreds of good symbols.
 */
export function expectPlausiblePrices(source: string, answers: ReadonlyMap<string, Price>, last: LastNight): void {
  const moves = [...answers].flatMap(([symbol, {lastClose}]) => ratio(lastClose, last.get(symbol)?.lastClose));
  const median = medianOf(moves);
  if (median === undefined || isWithin(median, widestMove)) return;
  throw new ProviderFailure(
    source,
    'malformed',
    `The closes of ${source} are ${median.toFixed(2)} times the last ones on the median; none of them was used.`,
  );
}

/**
 * Throws when a whole answer is of other sessions: the source has not turned to this one yet. Saved, it would count as asked, and
 * a build that goes on later in the night would not ask it again.
 */
export function expectCurrentPrices(source: string, answers: ReadonlyMap<string, Price>, session: Session): void {
  const days = new Set([...answers.values()].map((price) => price.session));
  if (answers.size < fewest || days.has(session)) return;
  const latest = [...days].sort().at(-1);
  throw new ProviderFailure(source, 'malformed', `The closes of ${source} are of ${latest}, not yet of ${session}.`);
}

/** What is wrong with the caps of a whole answer, such as millions for dollars; undefined when nothing is. */
export function implausibleCaps(
  source: string,
  answers: ReadonlyMap<string, Metadata>,
  last: LastNight,
): string | undefined {
  const moves = [...answers].flatMap(([symbol, {marketCap}]) => ratio(marketCap, last.get(symbol)?.marketCap));
  const median = medianOf(moves);
  if (median === undefined || isWithin(median, widestCapMove)) return undefined;
  return `The market caps of ${source} are ${median.toPrecision(3)} times the last ones on the median; none of them was used.`;
}

/** False for a cap that jumped although its price did not: the next source is asked, and without one the last cap stands. */
export function isPlausibleCap(marketCap: number, close: number, last: UniverseEntry | undefined): boolean {
  if (last === undefined) return true;
  const move = marketCap / last.marketCap;
  // A split moves the price alone, a crash both: only a cap that jumps by itself is in doubt.
  return isWithin(move, widestCapJump) || isWithin(move / (close / last.lastClose), widestCapJump);
}

function ratio(now: number | undefined, before: number | undefined): readonly number[] {
  return now !== undefined && before !== undefined && Number.isFinite(now) && now > 0 ? [now / before] : [];
}

function medianOf(values: readonly number[]): number | undefined {
  if (values.length < fewest) return undefined;
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

function isWithin(factor: number, widest: number): boolean {
  return factor > 1 / widest && factor < widest;
}
