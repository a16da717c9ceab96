import type {BucketCounts} from '../universe/verdict.ts';
import type {BuildEvent, GateFinding, Pass, PassReport, StampedEvent} from './event.ts';
import {type Troubles, troublesAfter} from './trouble.ts';

export type PassProgress = {
  readonly pass: Pass;
  readonly done: number;
  readonly total: number;
  readonly state: 'waiting' | 'running' | 'finished';
  readonly startedAt?: string;
  /** Counted while it runs; its report has them at its end. */
  readonly batches?: number;
  readonly errors?: number;
  readonly report?: PassReport;
};

/** What is going on, by reduction of the event stream alone. */
export type Progress = {
  readonly state: 'idle' | 'running' | 'sealed' | 'paused' | 'refused' | 'aborted';
  readonly buildId?: string;
  readonly session?: string;
  readonly trigger?: Extract<BuildEvent, {type: 'build.started'}>['trigger'];
  readonly resumed?: boolean;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly passes: readonly PassProgress[];
  readonly current?: Pass;
  /** Symbols a second, and milliseconds to go, as the last heartbeat said. */
  readonly rate?: number;
  readonly etaMs?: number;
  readonly heartbeatAt?: string;
  /** Requests of this build, by provider. */
  readonly calls: Readonly<Record<string, number>>;
  readonly blocklisted: number;
  readonly recovered: number;
  readonly failures: number;
  /** What keeps providers from answering, by provider; those that answer are not in it. */
  readonly troubles?: Troubles;
  readonly because?: string;
  /** When a paused build may go on. */
  readonly until?: string;
  /** What the seal came to. */
  readonly sealed?: {readonly records: number; readonly sha256: string; readonly durationMs: number};
  readonly gates: readonly GateFinding[];
  readonly buckets?: BucketCounts;
  readonly halted: boolean;
};

const order: readonly Pass[] = ['collect', 'price', 'enrich', 'judge', 'seal'];

export const idle: Progress = {
  state: 'idle',
  passes: order.map((pass) => ({pass, done: 0, total: 0, state: 'waiting'})),
  calls: {},
  blocklisted: 0,
  recovered: 0,
  failures: 0,
  gates: [],
  halted: false,
};

/** The one place where events become counts: screens, status and tests all read this. */
export function progress(state: Progress, {at, event}: StampedEvent): Progress {
  const troubles = troublesAfter(state.troubles ?? {}, event, at);
  const next = counted(state, {at, event});
  return Object.keys(troubles).length === 0 ? withoutTroubles(next) : {...next, troubles};
}

function withoutTroubles(state: Progress): Progress {
  if (state.troubles === undefined) return state;
  const {troubles: _over, ...rest} = state;
  return rest;
}

function counted(state: Progress, {at, event}: Pick<StampedEvent, 'at' | 'event'>): Progress {
  switch (event.type) {
    case 'build.started':
      return {
        ...idle,
        halted: state.halted,
        state: 'running',
        buildId: event.buildId,
        session: event.session,
        trigger: event.trigger,
        resumed: event.resumed,
        startedAt: at,
      };
    case 'build.finished':
      return {...ended(state, at), state: 'sealed', buckets: event.buckets, sealed: sealedPart(event)};
    case 'build.paused':
      return {
        ...ended(state, at),
        state: 'paused',
        because: event.because,
        ...(event.until === undefined ? {} : {until: event.until}),
      };
    case 'build.refused':
      return {...ended(state, at), state: 'refused', gates: event.gates};
    case 'build.aborted':
      return {...ended(state, at), state: 'aborted', because: event.because};
    case 'pass.started':
      return {
        ...state,
        current: event.pass,
        passes: withPass(state, event.pass, {
          done: event.done,
          total: event.total,
          state: 'running',
          startedAt: at,
        }),
      };
    case 'pass.finished': {
      const earlier = state.passes.find((p) => p.pass === event.report.pass);
      const {report} = event;
      return {...state, passes: withPass(state, report.pass, {done: earlier?.total ?? 0, state: 'finished', report})};
    }
    case 'batch.saved': {
      const batches = 1 + (state.passes.find((p) => p.pass === event.pass)?.batches ?? 0);
      return {...state, passes: withPass(state, event.pass, {done: event.done, total: event.total, batches})};
    }
    case 'heartbeat':
      return {...state, ...beat(event), heartbeatAt: at};
    case 'symbol.blocklisted':
      return {...state, blocklisted: state.blocklisted + 1};
    case 'symbol.recovered':
      return {...state, recovered: state.recovered + 1};
    case 'source.failed':
      return {...failed(state, 'collect'), failures: state.failures + 1};
    case 'provider.failed':
      return {...failed(state, event.pass), failures: state.failures + 1};
    case 'halt.set':
      return {...state, halted: true};
    case 'halt.cleared':
      return {...state, halted: false};
    case 'gate.tripped':
      return {...state, gates: [...state.gates, event.finding]};
    case 'symbol.suspected':
    case 'symbol.admitted':
    case 'symbol.rejected':
    case 'symbol.held':
    case 'symbol.unpriced':
    case 'symbol.carried':
    case 'source.shrank':
    case 'symbol.delisted':
    case 'provider.retried':
    case 'provider.throttled':
    case 'provider.exhausted':
    case 'provider.recovered':
    case 'gate.overridden':
    case 'blocklist.changed':
    case 'credential.changed':
    case 'credential.unusable':
    case 'credential.due':
    case 'secret.invalid':
    case 'secret.exposed':
    case 'key.changed':
    case 'settings.changed':
    case 'file.set-aside':
    case 'command.recorded':
      return state;
  }
}

function ended(state: Progress, at: string): Progress {
  const {current: _current, etaMs: _eta, rate: _rate, ...rest} = state;
  return {...rest, endedAt: at};
}

function withPass(state: Progress, pass: Pass, change: Partial<PassProgress>): readonly PassProgress[] {
  return state.passes.map((p) => (p.pass === pass ? {...p, ...change} : p));
}

function failed(state: Progress, pass: Pass): Progress {
  const errors = 1 + (state.passes.find((p) => p.pass === pass)?.errors ?? 0);
  return {...state, passes: withPass(state, pass, {errors})};
}

function sealedPart({
  records,
  sha256,
  durationMs,
}: Extract<BuildEvent, {type: 'build.finished'}>): Progress['sealed'] & object {
  return {records, sha256, durationMs};
}

function beat(event: Extract<BuildEvent, {type: 'heartbeat'}>): Partial<Progress> {
  return {
    current: event.pass,
    rate: event.rate,
    calls: event.calls,
    ...(event.etaMs === undefined ? {} : {etaMs: event.etaMs}),
  };
}
