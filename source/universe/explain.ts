import {type BlocklistEntry, endOf} from './blocklist.ts';
import type {Criteria} from './criteria.ts';
import {type Facts, type Ruling, rulings, type Situation} from './judge.ts';
import {money, price} from './money.ts';
import {EnrichedSymbol} from './symbol.ts';
import type {Bucket, Reason} from './verdict.ts';

export type ExplainInput = {
  readonly symbol: string;
  /** Absent where no candidate of that night has the symbol. */
  readonly facts?: Facts;
  readonly criteria: Criteria;
  readonly situation?: Situation;
  readonly bucket?: Bucket;
  readonly session?: string;
};

/** All of an explanation but the nights, which are history's to tell. */
export type PureExplanation = {
  readonly symbol: string;
  readonly session?: string;
  readonly bucket?: Bucket;
  readonly admitted: boolean;
  readonly facts?: EnrichedSymbol;
  readonly rules: readonly Ruling[];
  readonly reasons: readonly Reason[];
  readonly counterfactual?: string;
  readonly blocked?: BlocklistEntry;
  readonly sentence: string;
};

/** Why a symbol is in or out, rule by rule, and what would have to be different. */
export function explain(input: ExplainInput): PureExplanation {
  const {symbol, facts, criteria, situation = {}, bucket, session} = input;
  const rules = facts ? rulings(facts, criteria, situation) : [];
  const reasons = rules.filter((rule) => !rule.passed).map(({passed: _passed, ...reason}) => reason);
  const whole = EnrichedSymbol.safeParse(facts);
  const change = counterfactual(reasons, situation.blocked);
  const admitted = bucket === undefined ? facts !== undefined && reasons.length === 0 : isInside(bucket);
  return {
    symbol,
    ...(session === undefined ? {} : {session}),
    ...(bucket === undefined ? {} : {bucket}),
    admitted,
    ...(whole.success ? {facts: whole.data} : {}),
    rules,
    reasons,
    ...(change === undefined ? {} : {counterfactual: change}),
    ...(situation.blocked ? {blocked: situation.blocked} : {}),
    sentence: sentenceFor(input, admitted, reasons),
  };
}

/** What would let it pass, such as `passes if minMarketCap ≤ 287M`; undefined while a fact is missing. */
export function counterfactual(reasons: readonly Reason[], blocked?: BlocklistEntry): string | undefined {
  const changes = reasons.map((reason) => change(reason, blocked));
  if (changes.length === 0 || changes.includes(undefined)) return undefined;
  return `passes if ${changes.join(' and ')}`;
}

/**
 * What a symbol without a row waits for: whoever is looked up has still to pass. A close below the floor is on its way past a
 * person's unblock, too: the next build would block it again.
 */
export function lookedUpIf(reasons: readonly Reason[], blocked?: BlocklistEntry): string | undefined {
  const changes = reasons.map((reason) =>
    reason.rule === 'blocked' && typeof reason.observed === 'number'
      ? change({rule: 'price-below', observed: reason.observed})
      : change(reason, blocked),
  );
  if (changes.length === 0 || changes.includes(undefined)) return undefined;
  return `is looked up and judged in full if ${changes.join(' and ')}`;
}

/** What nobody knows of it, such as `market cap unknown`; undefined when all that was judged was known. */
export function missing(reasons: readonly Reason[]): string | undefined {
  const unknown = reasons.map(lack).filter((text) => text !== undefined);
  return unknown.length === 0 ? undefined : unknown.join(' and ');
}

/** One reason in words, with what was seen and what was asked for, rounded away from each other where they look alike: no sentence says `300M < 300M`. */
export function reasonWords({rule, observed, limit}: Reason): string {
  switch (rule) {
    case 'exchange':
      return `exchange ${observed} is not among ${limit}`;
    case 'instrument':
      return `${observed} is not among the instruments ${limit}`;
    case 'price-below':
      return `close ${exact(observed)} < ${exact(limit)}`;
    case 'price-above':
      return `close ${exact(observed)} > ${exact(limit)}`;
    case 'fractional':
      return `not fractionable at ${exact(observed)} > ${exact(limit)}`;
    case 'cap-below':
      return `market cap ${compact(observed, 'down')} < ${compact(limit, 'up')}`;
    case 'cap-above':
      return `market cap ${above(observed, limit)} > ${compact(limit, 'down')}`;
    case 'tradable':
      return 'not tradable at the broker';
    case 'blocked':
      return `blocked, ${observed}`;
    case 'held':
      return `held, price sources differ by ${percent(observed)}`;
    case 'price-unknown':
    case 'cap-unknown':
    case 'fractional-unknown':
    case 'tradable-unknown':
    case 'fact-missing':
      return lack({rule, ...(observed === undefined ? {} : {observed})}) ?? rule;
  }
}

/** Limits are rounded so that the sentence stays true for the symbol. */
function change({rule, observed}: Reason, blocked?: BlocklistEntry): string | undefined {
  switch (rule) {
    case 'exchange':
      return `exchanges has ${observed}`;
    case 'instrument':
      return `instruments has ${observed}`;
    case 'price-below':
      return `minPrice ≤ ${exact(observed)}`;
    case 'price-above':
      return `maxPrice ≥ ${exact(observed)}`;
    case 'fractional':
      return `fractionalAbove ≥ ${exact(observed)}`;
    case 'cap-below':
      return `minMarketCap ≤ ${compact(observed, 'down')}`;
    case 'cap-above':
      return `maxMarketCap ≥ ${compact(observed, 'up')}`;
    case 'tradable':
      return 'requireTradable is off';
    case 'blocked':
      return unblocking(blocked);
    case 'held':
      return `crossCheck.maxDivergence ≥ ${percent(observed)}`;
    case 'price-unknown':
    case 'cap-unknown':
    case 'fractional-unknown':
    case 'tradable-unknown':
    case 'fact-missing':
      return undefined;
  }
}

/** What takes off a block, and when it ends by itself where it does. */
function unblocking(blocked: BlocklistEntry | undefined): string {
  if (blocked?.origin === 'price-floor' && blocked.lastClose === undefined)
    return 'the next build finds its close at the floor or above';
  const end = blocked && endOf(blocked);
  return end === undefined ? 'it is unblocked' : `it is unblocked (it is blocked until ${end})`;
}

function lack({rule, observed}: Reason): string | undefined {
  if (rule === 'price-unknown') return 'close unknown';
  if (rule === 'cap-unknown') return 'market cap unknown';
  if (rule === 'fractional-unknown') return 'fractional eligibility unknown';
  if (rule === 'tradable-unknown') return 'tradability unknown';
  return rule === 'fact-missing' ? `missing ${observed}` : undefined;
}

function sentenceFor({symbol, facts, bucket}: ExplainInput, admitted: boolean, reasons: readonly Reason[]): string {
  if (bucket === 'carried') return `${symbol} stays in the universe on its last known values.`;
  if (admitted) return `${symbol} is in the universe.`;
  if (!facts) return `${symbol} was not on any list that night.`;
  if (reasons.length === 0) return `${symbol} is not in the universe (${bucket}).`;
  return `${symbol} is not in the universe: ${reasons.map(reasonWords).join('; ')}.`;
}

function isInside(bucket: Bucket): boolean {
  return bucket === 'admitted' || bucket === 'carried';
}

function exact(value: Reason['observed']): string {
  return typeof value === 'number' ? price(value) : String(value);
}

function compact(value: Reason['observed'], rounding: 'down' | 'up'): string {
  return typeof value === 'number' ? money(value, rounding) : String(value);
}

/** As the tables have it, cut off, unless that would look like the limit. */
function above(observed: Reason['observed'], limit: Reason['limit']): string {
  const cut = compact(observed, 'down');
  return cut === compact(limit, 'down') ? compact(observed, 'up') : cut;
}

function percent(value: Reason['observed']): string {
  return typeof value === 'number' ? `${Math.ceil(value * 10_000) / 100} %` : String(value);
}
