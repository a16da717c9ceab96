import type {Connection} from '../provider/connection.ts';
import type {SealRecord} from './record.ts';
import type {Terms} from './terms.ts';

export type PlanStep = {
  readonly pass: 'collect' | 'price' | 'enrich';
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
const firstNight = {candidates: 12_400, missedShare: 0.05, capShare: 0.03};

export type Planning = {
  readonly order: Terms['order'];
  readonly connections: ReadonlyMap<string, Connection>;
  readonly lastSeal: SealRecord | undefined;
  /** Calls that the build it goes on with has made already, by `pass provider`. */
  readonly made?: Readonly<Record<string, number>> | undefined;
};

/** The calls a build would make now, by pass and provider, as last night went or, the first time, as real nights go. */
export function plan({order, connections, lastSeal, made = {}}: Planning): Plan {
  const of = (ids: readonly string[]): readonly Connection[] => ids.flatMap((id) => connections.get(id) ?? []);
  const steps = [
    ...of(order.symbols)
      .filter(({listSymbols}) => listSymbols)
      .map((connection) => listStep(connection)),
    ...askSteps('price', of(order.prices), lastSeal),
    ...askSteps('enrich', of(order.metadata), lastSeal),
  ]
    .map((step) => rest(step, made[`${step.pass} ${step.provider}`] ?? 0))
    .filter(({calls}) => calls > 0);
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

function rest({calls, because, ...step}: PlanStep, made: number): PlanStep {
  if (made === 0) return {...step, calls, because};
  return {...step, calls: Math.max(0, calls - made), because: `${because}; ${made} made already`};
}

function listStep({id, calls}: Connection): PlanStep {
  const requests = calls?.list ?? 1;
  return {pass: 'collect', provider: id, calls: requests, because: requests === 1 ? 'one list' : `${requests} lists`};
}

/** The first source answers for everything it is asked; each later one gets what is left. */
function askSteps(
  pass: 'price' | 'enrich',
  sources: readonly Connection[],
  lastSeal: SealRecord | undefined,
): readonly PlanStep[] {
  const kind = pass === 'price' ? 'prices' : 'metadata';
  const able = sources.filter((connection) => connection[kind] !== undefined);
  const candidates = lastSeal?.candidates ?? firstNight.candidates;
  return able.map((connection, index) => {
    const before = lastSeal?.asked[`${pass} ${connection.id}`];
    if (before !== undefined) return {pass, provider: connection.id, calls: before, because: 'as at the last seal'};
    if (lastSeal !== undefined)
      return {pass, provider: connection.id, calls: 0, because: 'not needed at the last seal'};
    const share = index === 0 ? 1 : pass === 'price' ? firstNight.missedShare : firstNight.capShare;
    const size = connection[kind]?.batchSize ?? 1;
    return {
      pass,
      provider: connection.id,
      ...estimate(connection, {
        kind,
        isFree: isInHand(able, pass, index),
        symbols: Math.ceil(candidates * share),
        size,
      }),
    };
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
  readonly kind: 'prices' | 'metadata';
  readonly isFree: boolean;
  readonly symbols: number;
  readonly size: number;
};

function estimate({calls}: Connection, {kind, isFree, symbols, size}: Estimating): {calls: number; because: string} {
  if (isFree) return {calls: 0, because: 'already in hand'};
  const batches = Math.max(1, Math.ceil(symbols / size));
  const total = batches * (calls?.[kind] ?? 1) + (calls?.once?.[kind] ?? 0);
  return {
    calls: total,
    because: size === Number.POSITIVE_INFINITY ? 'in bulk' : `about ${symbols} symbols, ${size} a call`,
  };
}
