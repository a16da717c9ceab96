import {randomBytes} from 'node:crypto';
import type {Clock} from '../../source/clock.ts';
import {criteriaOf} from '../../source/control/terms.ts';
import {openWorks} from '../../source/engine/open-works.ts';
import type {BuildOrder} from '../../source/engine/order.ts';
import type {Terms} from '../../source/engine/terms.ts';
import type {Works} from '../../source/engine/works.ts';
import type {Connection} from '../../source/provider/connection.ts';
import {Settings} from '../../source/settings.ts';
import {type Paths, pathsOf, prepareRoot} from '../../source/store/paths.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';

export type Room = {readonly works: Works; readonly paths: Paths; readonly close: () => Promise<void>};

export type RoomStart = {
  readonly root: string;
  readonly clock: Clock;
  readonly connections: readonly Connection[];
  readonly terms?: Partial<Terms>;
};

/** The engine over given connections, each used for whatever it can do, in the order given. */
export async function openRoom({root, clock, connections, terms}: RoomStart): Promise<Room> {
  const paths = pathsOf(root);
  await prepareRoot(paths);
  const opened = await openWorks(paths, {
    clock,
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    terms: () => ({...termsFor(connections), ...terms}),
    calendar: () => newYorkCalendar(),
    connections: () => new Map(connections.map((connection) => [connection.id, connection])),
    keepHistoryDays: () => 365,
    keepOpsDays: () => 365,
    forget: async () => {
      for (const connection of connections) connection.forget();
    },
  });
  return {works: opened.works, paths, close: opened.close};
}

export function termsFor(connections: readonly Connection[]): Terms {
  const settings = Settings.parse({minUniverse: 1});
  const ids = (can: (connection: Connection) => unknown): readonly string[] =>
    connections.filter((one) => can(one) !== undefined).map(({id}) => id);
  return {
    criteria: criteriaOf(settings),
    minUniverse: settings.minUniverse,
    graceNights: settings.graceNights,
    gates: settings.gates,
    crossCheck: {sources: [], maxDivergence: settings.crossCheck.maxDivergence},
    recovery: settings.recovery,
    order: {
      symbols: ids((one) => one.listSymbols),
      prices: ids((one) => one.prices),
      metadata: ids((one) => one.metadata),
      fractional: ids((one) => one.fractional),
    },
    listSettings: {},
    maxSpendRatio: settings.halt.maxSpendRatio,
    sample: false,
  };
}

export function order(more: Partial<BuildOrder> = {}): BuildOrder {
  return {
    actor: 'ann',
    trigger: 'command',
    overrides: [],
    force: false,
    fresh: false,
    signal: new AbortController().signal,
    ...more,
  };
}
