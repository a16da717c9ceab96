import {type BlocklistEntry, reasonText} from './blocklist.ts';
import type {Criteria} from './criteria.ts';
import {isUsableCap, isUsablePrice} from './price.ts';
import type {CandidateSymbol, EnrichedSymbol, UniverseEntry} from './symbol.ts';
import type {Reason, Rule, Verdict} from './verdict.ts';

/** What is known of a candidate so far. */
export type Facts = CandidateSymbol & Partial<EnrichedSymbol>;

/** What besides facts and criteria keeps a symbol out. */
export type Situation = {
  readonly blocked?: BlocklistEntry;
  /** Two price sources of one session differ by this share. */
  readonly held?: {readonly divergence: number; readonly limit?: number};
};

/** One rule with what was seen and what it asks for. */
export type Ruling = Reason & {readonly passed: boolean};

/** Whether a symbol may be screened; a rejection carries every reason. */
export function judge(facts: Facts, criteria: Criteria, situation: Situation = {}): Verdict {
  const [first, ...rest] = rulings(facts, criteria, situation).filter((ruling) => !ruling.passed);
  // The rulings have seen lastClose, marketCap and the facts that go with them: this is a whole entry.
  if (!first) return {outcome: 'admitted', entry: facts as UniverseEntry};
  return {outcome: 'rejected', candidate: facts, reasons: [reason(first), ...rest.map(reason)]};
}

/** Every rule in force, in the order of judging. An unknown fact fails as unknown, never as too small. */
export function rulings(facts: Facts, criteria: Criteria, situation: Situation = {}): readonly Ruling[] {
  return [
    ruling('exchange', criteria.exchanges.includes(facts.exchange), facts.exchange, criteria.exchanges.join(', ')),
    instrumentRuling(facts, criteria),
    ...priceRulings(facts, criteria),
    ...fractionalRulings(facts, criteria),
    ...capRulings(facts, criteria),
    ...tradableRulings(facts, criteria),
    ...factRulings(facts),
    ...situationRulings(situation),
  ];
}

function instrumentRuling(facts: Facts, {instruments}: Criteria): Ruling {
  // A test issue is not a security: "any" does not mean it.
  if (instruments === 'any') return ruling('instrument', facts.instrument !== 'test', facts.instrument, 'any');
  return ruling('instrument', instruments.includes(facts.instrument), facts.instrument, instruments.join(', '));
}

function priceRulings({lastClose}: Facts, {minPrice, maxPrice}: Criteria): readonly Ruling[] {
  if (lastClose === undefined || !isUsablePrice(lastClose)) return [ruling('price-unknown', false, lastClose)];
  return [
    ruling('price-below', lastClose >= minPrice, lastClose, minPrice),
    ruling('price-above', lastClose <= maxPrice, lastClose, maxPrice),
  ];
}

function fractionalRulings({lastClose, fractionable}: Facts, {fractionalAbove}: Criteria): readonly Ruling[] {
  if (fractionalAbove === undefined || lastClose === undefined || !isUsablePrice(lastClose)) return [];
  if (lastClose > fractionalAbove && fractionable === undefined)
    return [ruling('fractional-unknown', false, lastClose, fractionalAbove)];
  return [ruling('fractional', lastClose <= fractionalAbove || fractionable === true, lastClose, fractionalAbove)];
}

function capRulings({marketCap}: Facts, {minMarketCap, maxMarketCap}: Criteria): readonly Ruling[] {
  if (marketCap === undefined || !isUsableCap(marketCap)) return [ruling('cap-unknown', false, marketCap)];
  const below = ruling('cap-below', marketCap >= minMarketCap, marketCap, minMarketCap);
  if (maxMarketCap === undefined) return [below];
  return [below, ruling('cap-above', marketCap <= maxMarketCap, marketCap, maxMarketCap)];
}

function tradableRulings({tradable}: Facts, {requireTradable}: Criteria): readonly Ruling[] {
  if (!requireTradable) return [];
  if (tradable === undefined) return [ruling('tradable-unknown', false, undefined, true)];
  return [ruling('tradable', tradable, tradable, true)];
}

/** Only what goes with a known close; a symbol without one has failed as `price-unknown` already. */
function factRulings(facts: Facts): readonly Ruling[] {
  if (facts.lastClose === undefined) return [];
  const missing = (['priceSource', 'priceSession', 'fetchedAt'] as const).filter((fact) => facts[fact] === undefined);
  return missing.length === 0 ? [] : [ruling('fact-missing', false, missing.join(', '))];
}

function situationRulings({blocked, held}: Situation): readonly Ruling[] {
  return [
    blocked ? ruling('blocked', false, reasonText(blocked)) : ruling('blocked', true),
    held ? ruling('held', false, held.divergence, held.limit) : ruling('held', true),
  ];
}

function ruling(rule: Rule, passed: boolean, observed?: Reason['observed'], limit?: Reason['limit']): Ruling {
  // A verdict line is JSON, which has no NaN and no Infinity.
  const isWritable = typeof observed === 'number' ? Number.isFinite(observed) : observed !== undefined;
  return {
    rule,
    passed,
    ...(isWritable ? {observed} : {}),
    ...(limit === undefined ? {} : {limit}),
  };
}

function reason({passed: _passed, ...rest}: Ruling): Reason {
  return rest;
}
