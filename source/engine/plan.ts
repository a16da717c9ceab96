import type {Connection} from '../provider/connection.ts';
import type {Left} from './left.ts';
import {mayRecover} from './price.ts';
import type {SealRecord} from './record.ts';
import type {Terms} from './terms.ts';

export type PlanStep = {
  readonly pass: 'collect' | 'price' | 'enrich' | 'judge';
  readonly provider: string;
  readonly calls: number;
  readonly because: string;
};
export type Plan = {
  readonly steps: readonly PlanStep[];
  readonly calls: number;
  /** Milliseconds that the declared quotas alone would take. */
  readonly waitMs: number;
  readonly fits: boolean;
};

/** Sizes counted on real nights, for a root that has not sealed one yet (SPEC, facts from real markets). */
const firstNight = {candidates: 12_400, missedShare: 0.05, capShare: 0.03, admittedShare: 0.25};

export type Planning = {
  readonly order: Terms['order'];
  /** Whom the cross-check asks; nobody where it is off. */
  readonly checks?: readonly string[];
  /** Whether a rule of the criteria hangs on what the sources of `order.fractional` say. */
  readonly wantsEligibility?: boolean;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly lastSeal: SealRecord | undefined;
  /** Of a build that it goes on with: its lists are there, and what was called and what is left to ask, where that is known, by `pass provider`. */
  readonly resumes?:
    | {
        readonly isCollected: boolean;
        readonly asked?: Readonly<Record<string, number>> | undefined;
        readonly left: ReadonlyMap<string, Left>;
      }
    | undefined;
};

/** The calls a build would make now, by pass and provider, as last night went or, the first time, as real nights go. */
export function plan(planning: Planning): Plan {
  const {order, checks = [], wantsEligibility = false, connections, lastSeal, resumes} = planning;
  const of = (ids: readonly string[]): readonly Connection[] => ids.flatMap((id) => connections.get(id) ?? []);
  const steps = [
    ...of(resumes?.isCollected ? [] : order.symbols)
      .filter(({listSymbols}) => listSymbols)
      .map((connection) => listStep(connection)),
    ...askSteps('price', of(order.prices), {lastSeal, left: resumes?.left}),
    ...askSteps('enrich', of(order.metadata), {lastSeal, left: resumes?.left}),
    // Whoever is asked for metadata too has both kinds of calls in its step of the last seal.
    ...admittedSteps(
      'enrich',
      wantsEligibility ? of(order.fractional.filter((id) => !order.metadata.includes(id))) : [],
      planning,
    ),
    ...admittedSteps('judge', of(checks), planning),
  ].filter(({calls}) => calls > 0);
  const byProvider = new Map<string, number>();
  for (const {provider, calls} of steps) byProvider.set(provider, (byProvider.get(provider) ?? 0) + calls);
  const forecasts = [...byProvider].flatMap(([id, calls]) => connections.get(id)?.forecast?.(calls) ?? []);
  return {
    steps,
    calls: steps.reduce((sum, {calls}) => sum + calls, 0),
    waitMs: forecasts.reduce((sum, {waitMs}) => sum + waitMs, 0),
    fits: forecasts.every(({fits}) => fits),
  };
}

/** The calls of a recovery of so many blocked symbols now: the first source is asked about all, each later one about what is left. */
export function recoveryPlan(symbols: number, {order, connections}: Planning): Plan['steps'] {
  if (symbols === 0) return [];
  const able = order.prices
    .flatMap((id) => connections.get(id) ?? [])
    .filter((connection) => connection.prices !== undefined && mayRecover(connection));
  return able.map((connection, index) => {
    const asked = index === 0 ? symbols : Math.ceil(symbols * firstNight.missedShare);
    const size = connection.prices?.batchSize ?? 1;
    const cost = estimate(connection, {kind: 'prices', isFree: false, symbols: asked, size});
    return {pass: 'price', provider: connection.id, ...cost};
  });
}

function listStep({id, calls}: Connection): PlanStep {
  const requests = calls?.list ?? 1;
  return {pass: 'collect', provider: id, calls: requests, because: requests === 1 ? 'one list' : `${requests} lists`};
}

/** The first source answers for everything it is asked; each later one gets what is left. */
function askSteps(
  pass: 'price' | 'enrich',
  sources: readonly Connection[],
  {lastSeal, left}: Pick<Planning, 'lastSeal'> & {readonly left: ReadonlyMap<string, Left> | undefined},
): readonly PlanStep[] {
  const kind = pass === 'price' ? 'prices' : 'metadata';
  const able = sources.filter((connection) => connection[kind] !== undefined);
  const candidates = lastSeal?.candidates ?? firstNight.candidates;
  return able.map((connection, index) => {
    const before = lastSeal?.asked[`${pass} ${connection.id}`];
    const share = index === 0 ? 1 : pass === 'price' ? firstNight.missedShare : firstNight.capShare;
    const size = connection[kind]?.batchSize ?? 1;
    const isFree = isInHand(able, pass, index);
    const rest = left?.get(`${pass} ${connection.id}`);
    if (rest !== undefined) {
      const atLast = before === undefined ? 0 : before * size;
      const expected = lastSeal === undefined ? Math.ceil(rest.maybe * share) : atLast;
      const symbols = rest.sure + (rest.maybe === 0 ? 0 : Math.min(rest.maybe, expected));
      if (symbols === 0) return {pass, provider: connection.id, calls: 0, because: 'nothing left to ask'};
      return {pass, provider: connection.id, ...estimate(connection, {kind, isFree, symbols, size})};
    }
    if (before !== undefined) return {pass, provider: connection.id, calls: before, because: 'as at the last seal'};
    if (lastSeal !== undefined)
      return {pass, provider: connection.id, calls: 0, because: 'not needed at the last seal'};
    const symbols = Math.ceil(candidates * share);
    return {pass, provider: connection.id, ...estimate(connection, {kind, isFree, symbols, size})};
  });
}

/** Sources that are asked only about what would be admitted: whether it can be bought in fractions, and its close once more. */
function admittedSteps(
  pass: 'enrich' | 'judge',
  sources: readonly Connection[],
  {order, lastSeal, resumes}: Planning,
): readonly PlanStep[] {
  const kind = pass === 'judge' ? 'prices' : 'fractional';
  const able = sources.filter((connection) => connection[kind] !== undefined);
  const before = able.map(({id}) => lastSeal?.asked[`${pass} ${id}`]);
  const wasAsked = before.some((calls) => calls !== undefined);
  const admitted = Math.ceil((lastSeal?.candidates ?? firstNight.candidates) * firstNight.admittedShare);
  return able.map((connection, index) => {
    const {id: provider} = connection;
    // A close is checked with another source than its own.
    const isOwn = pass === 'judge' && order.prices[0] === provider;
    const symbols = Math.ceil(admitted * (index === 0 && !isOwn ? 1 : firstNight.missedShare));
    const size = connection[kind]?.batchSize ?? 1;
    const {calls, because} = wasAsked
      ? {calls: before[index] ?? 0, because: 'as at the last seal'}
      : estimate(connection, {kind, isFree: false, symbols, size});
    const made = resumes?.asked?.[`${pass} ${provider}`] ?? 0;
    return {pass, provider, calls: Math.max(0, calls - made), because};
  });
}

/** Bulk prices bring the metadata of the same body along, unless these are asked by the symbol. */
function isInHand(able: readonly Connection[], pass: 'price' | 'enrich', index: number): boolean {
  const [first] = able;
  return (
    pass === 'enrich' &&
    index === 0 &&
    first?.prices?.batchSize === Number.POSITIVE_INFINITY &&
    first.metadata?.batchSize === Number.POSITIVE_INFINITY
  );
}

type Estimating = {
  readonly kind: 'prices' | 'metadata' | 'fractional';
  readonly isFree: boolean;
  readonly symbols: number;
  readonly size: number;
};

function estimate({calls}: Connection, {kind, isFree, symbols, size}: Estimating): {calls: number; because: string} {
  if (isFree) return {calls: 0, because: 'already in hand'};
  const batches = Math.max(1, Math.ceil(symbols / size));
  const [each = 1, once = 0] = kind === 'fractional' ? [] : [calls?.[kind], calls?.once?.[kind]];
  return {
    // What a call costs may be declared as a share of a request; nobody makes half of one.
    calls: Math.ceil(batches * each + once),
    because: size === Number.POSITIVE_INFINITY ? 'in bulk' : `about ${symbols} symbols, ${size} a call`,
  };
}
