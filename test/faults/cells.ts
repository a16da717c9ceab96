import type {Fault, FaultAnswer} from '../helpers/market-fault.ts';
import {lyingPrices, spoils} from '../helpers/market-spoils.ts';

/** Every call of a build to its providers. */
export const calls = [
  'nasdaqlisted',
  'otherlisted',
  'stocks',
  'session',
  'etf',
  'spark',
  'cookie',
  'crumb',
  'quote',
] as const;
export type Call = (typeof calls)[number];

/**
 * What must come of it. `heals`: it is tried again, and the night is as if nothing had been. `fails`: one clear event, the next source,
 * and what nobody else knows stays unknown. `lies`: an answer that parses, of which no false word may be believed.
 */
export type Kind = 'heals' | 'fails' | 'lies';

export type Cell = {readonly call: Call; readonly fault: string; readonly kind: Kind; readonly bend: Fault};

type Spoil = {
  readonly kind: Kind;
  readonly answer: FaultAnswer;
  readonly times?: number;
  readonly on?: readonly Call[];
};

const tables: readonly Call[] = ['stocks', 'etf', 'nasdaqlisted', 'otherlisted'];
const priced: readonly Call[] = ['stocks', 'etf', 'spark'];
const retryAfter = (seconds: number): FaultAnswer => ({
  status: 429,
  headers: {'retry-after': `${seconds}`},
  body: 'Too Many Requests',
});

const faults: Readonly<Record<string, Spoil>> = {
  '429 once': {kind: 'heals', answer: spoils.throttled, times: 1},
  '429 once, Retry-After 2': {kind: 'heals', answer: retryAfter(2), times: 1},
  '5xx burst': {kind: 'heals', answer: spoils.unavailable, times: 2},
  'reset once': {kind: 'heals', answer: 'reset', times: 1},
  '429': {kind: 'fails', answer: spoils.throttled},
  '429, Retry-After 2': {kind: 'fails', answer: retryAfter(2)},
  '429, Retry-After a day': {kind: 'fails', answer: retryAfter(86_400)},
  '5xx': {kind: 'fails', answer: spoils.unavailable},
  timeout: {kind: 'fails', answer: 'stall'},
  hang: {kind: 'fails', answer: 'hang'},
  reset: {kind: 'fails', answer: 'reset'},
  truncated: {kind: 'fails', answer: 'truncated'},
  'HTML with 200': {kind: 'fails', answer: spoils.html},
  empty: {kind: 'fails', answer: spoils.empty},
  'wrong schema': {kind: 'fails', answer: spoils.wrongSchema},
  redirect: {kind: 'fails', answer: spoils.redirectAway},
  '40 % of the rows': {kind: 'lies', answer: spoils.fewRows, on: tables},
  'duplicate symbols': {kind: 'lies', answer: spoils.duplicateRows, on: tables},
  'control characters': {kind: 'lies', answer: spoils.controlCharacters, on: [...tables, 'quote']},
  'control characters in symbols': {kind: 'lies', answer: {rewrite: dirtySymbols}, on: [...tables, 'spark', 'quote']},
  'price NaN': {kind: 'lies', answer: {rewrite: lyingPrices.notANumber}, on: priced},
  'price zero': {kind: 'lies', answer: {rewrite: lyingPrices.zero}, on: priced},
  'price negative': {kind: 'lies', answer: {rewrite: lyingPrices.negative}, on: priced},
  'price absurd': {kind: 'lies', answer: {rewrite: lyingPrices.absurd}, on: priced},
  'price absent': {kind: 'lies', answer: {rewrite: lyingPrices.absent}, on: priced},
  'prices contradict': {kind: 'lies', answer: {rewrite: contradicting}, on: ['stocks', 'etf']},
  'cap NaN': {kind: 'lies', answer: {rewrite: caps('NaN')}, on: ['stocks', 'quote']},
  'cap zero': {kind: 'lies', answer: {rewrite: caps('0')}, on: ['stocks', 'quote']},
  'cap negative': {kind: 'lies', answer: {rewrite: caps('-5e9')}, on: ['stocks', 'quote']},
  'cap absurd': {kind: 'lies', answer: {rewrite: caps('1e300')}, on: ['stocks', 'quote']},
  'another day': {kind: 'lies', answer: {rewrite: anotherDay}, on: ['session', 'etf', 'spark']},
  '100 MB body': {kind: 'fails', answer: 'endless'},
};

export const cells: readonly Cell[] = calls.flatMap((call) =>
  Object.entries(faults)
    .filter(([fault, {on}]) => (on === undefined || on.includes(call)) && answersWithThat(call, fault))
    .map(([fault, {kind, answer, times}]) => ({
      call,
      fault,
      kind,
      bend: bent(call, answer, times),
    })),
);

/** The cookie comes with a 404 and in a header, so a body, even a page, is no fault of it; an empty one neither. */
function answersWithThat(call: Call, fault: string): boolean {
  return call !== 'cookie' || !['HTML with 200', 'empty', 'wrong schema'].includes(fault);
}

function bent(call: Call, answer: FaultAnswer, times: number | undefined): Fault {
  const hits = times === undefined ? {} : {times};
  if (call === 'nasdaqlisted') return {kind: 'list', answer, ...hits};
  // The second list is asked for once the first one is there.
  if (call === 'otherlisted') return {kind: 'list', after: 1, answer, ...hits};
  return {kind: call, answer, ...hits};
}

function dirtySymbols(body: string): string {
  if (!body.startsWith('{')) return body.replace(/^([A-Z][A-Z.$]*)\|(?!Security)/gm, '\u001b[2J$1|');
  return body.replaceAll('"symbol":"', '"symbol":"\\u001b[2J\\u0000');
}

/** Every row a second time at half the price. */
function contradicting(body: string): string {
  const half = (price: string): string => `$${Number(price.replace(/[$,]/g, '')) / 2}`;
  const twice = body.replace(
    /\{[^{}]*"(?:lastsale|lastSalePrice)":"[^"]*"[^{}]*\}/g,
    (row) =>
      `${row},${row.replace(/"(lastsale|lastSalePrice)":"([^"]*)"/, (_, key, price) => `"${key}":"${half(price)}"`)}`,
  );
  return twice;
}

function caps(bare: string): (body: string) => string {
  return (body) =>
    body
      .replace(/"marketCap":"[^"]*"/g, `"marketCap":"${bare}"`)
      .replace(/"marketCap":[\d.e+]+/g, `"marketCap":${bare}`);
}

function anotherDay(body: string): string {
  return body
    .replace(/Last price as of [^"]*/, 'Last price as of Jun 28, 2024')
    .replace(/"dataAsOf":"[^"]*"/, '"dataAsOf":"6/28/2024 8:00:00 PM"')
    .replace(/"timestamp":\[[^\]]*\]/g, '"timestamp":[1719581400]')
    .replace(/"regularMarketTime":\d+/g, '"regularMarketTime":1719604801');
}
