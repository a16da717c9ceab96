import type {Clock} from '../../source/clock.ts';
import {connect, type Wiring} from '../../source/provider/connect.ts';
import type {Connection, Situation, WireReport} from '../../source/provider/connection.ts';
import type {Provider} from '../../source/provider/contract.ts';
import type {Ledger} from '../../source/provider/quota.ts';

export type SteppingClock = Clock & {
  /** Every wait asked for; each one passes at once and moves the clock. */
  readonly slept: number[];
  readonly step: (ms: number) => void;
  /** Moves the wall clock alone, as a person or NTP does. */
  readonly setBack: (ms: number) => void;
};

export function steppingClock(start = '2026-03-02T23:00:00Z'): SteppingClock {
  let elapsed = 0;
  let shift = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(Date.parse(start) + elapsed + shift),
    monotonic: () => elapsed,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      elapsed += ms;
    },
    step: (ms) => {
      elapsed += ms;
    },
    setBack: (ms) => {
      shift -= ms;
    },
  };
}

export type MemoryLedger = Ledger & {readonly charges: {readonly provider: string; readonly at: number}[]};

export function memoryLedger(clock: Clock): MemoryLedger {
  const charges: {readonly provider: string; readonly at: number}[] = [];
  return {
    charges,
    charge: async (provider) => void charges.push({provider, at: clock.now().getTime()}),
    times: (provider, sinceMs) =>
      charges.filter((charge) => charge.provider === provider && charge.at >= sinceMs).map(({at}) => at),
  };
}

export type Wired = {
  readonly connection: Connection;
  readonly clock: SteppingClock;
  readonly ledger: MemoryLedger;
  readonly reports: WireReport[];
};

/** A provider behind the real connection, with time that passes only when something waits. */
export function wired(provider: Provider, wiring: Partial<Wiring> = {}): Wired {
  const clock = steppingClock();
  const ledger = memoryLedger(clock);
  const reports: WireReport[] = [];
  const connection = connect(provider, {
    clock,
    ledger,
    random: () => 0.5,
    report: (report) => void reports.push(report),
    readUserFile: async () => '',
    timeoutMs: 2000,
    ...wiring,
  });
  return {connection, clock, ledger, reports};
}

/** A Monday's build in the evening. */
export function situation(changes: Partial<Situation> = {}): Situation {
  return {session: '2026-03-02', nextSession: '2026-03-03', signal: new AbortController().signal, ...changes};
}
