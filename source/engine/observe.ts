import type {Price} from '../provider/contract.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {isSuspect} from '../universe/blocklist.ts';
import {isUsablePrice} from '../universe/price.ts';
import type {Session} from '../universe/symbol.ts';

/** A close that is too far from the last one to be believed from one source alone. */
export type Suspicion = {readonly lastClose: number; readonly source: string; readonly earlierClose: number};

/** What one price answer means for its symbol. Only an observed close of the wanted session ever decides anything. */
export type Observation =
  | {readonly kind: 'missed'; readonly because: 'unknown' | 'unusable' | 'stale'}
  | {readonly kind: 'suspected'; readonly suspicion: Suspicion}
  | {readonly kind: 'seen'; readonly lastClose: number};

export type Sight = {
  readonly symbol: string;
  readonly source: string;
  readonly answer: Price | undefined;
  readonly session: Session;
  /** The floor in force, US dollars. */
  readonly floor: number;
  readonly suspectJump: number;
  readonly maxDivergence: number;
  readonly blocked?: BlocklistEntry | undefined;
  /** The last sealed close, for a symbol that was admitted. */
  readonly admittedClose?: number | undefined;
  /** What an earlier source said tonight and was not believed. */
  readonly suspicion?: Suspicion | undefined;
};

/** Decides what a price answer means: nothing, a doubt, or a close to act on. Pure. */
export function observe(sight: Sight): Observation {
  const {answer, blocked, floor} = sight;
  if (answer === undefined) return {kind: 'missed', because: 'unknown'};
  if (!isUsablePrice(answer.lastClose)) return {kind: 'missed', because: 'unusable'};
  if (answer.session !== sight.session) return {kind: 'missed', because: 'stale'};
  const close = answer.lastClose;
  // A close that is of no known session may be years old: nothing follows from how far this one is from it.
  const isDated = blocked?.origin === 'price-floor' && blocked.session !== undefined;
  const earlier = isDated ? blocked.lastClose : sight.admittedClose;
  // Below the floor a blocked symbol stays where it is, however it moves there.
  const matters = blocked === undefined || close >= floor;
  if (earlier !== undefined && matters && isSuspect(earlier, close, sight.suspectJump) && !confirms(sight, close)) {
    return {kind: 'suspected', suspicion: {lastClose: close, source: sight.source, earlierClose: earlier}};
  }
  return {kind: 'seen', lastClose: close};
}

/** A second source saying the same close, within the divergence allowed, settles a doubt. */
function confirms({suspicion, source, maxDivergence}: Sight, close: number): boolean {
  if (suspicion === undefined || suspicion.source === source) return false;
  return Math.abs(suspicion.lastClose - close) <= maxDivergence * Math.max(suspicion.lastClose, close);
}
