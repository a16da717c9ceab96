import type {BucketCounts} from '../universe/verdict.ts';
import type {BuildEvent, GateFinding, Pass, StampedEvent} from './event.ts';

export type PassProgress = {
  readonly pass: Pass;
  readonly done: number;
  readonly total: number;
  readonly state: 'waiting' | 'running' | 'finished';
};

/** What is going on, by reduction of the event stream alone. */
export type Progress = {
  readonly state: 'idle' | 'running' | 'sealed' | 'paused' | 'refused' | 'aborted';
  readonly buildId?: string;
  readonly session?: string;
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
  readonly because?: string;
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
  switch (event.type) {
    case 'build.started':
      return {
        ...idle,
        halted: state.halted,
        state: 'running',
        buildId: event.buildId,
        session: event.session,
        startedAt: at,
      };
    case 'build.finished':
      return {...ended(state, at), state: 'sealed', buckets: event.buckets};
    case 'build.paused':
      return {...ended(state, at), state: 'paused', because: event.because};
    case 'build.refused':
      return {...ended(state, at), state: 'refused', gates: event.gates};
    case 'build.aborted':
      return {...ended(state, at), state: 'aborted', because: event.because};
    case 'pass.started':
      return {
        ...state,
        current: event.pass,
        passes: withPass(state, event.pass, {done: event.done, total: event.total, state: 'running'}),
      };
    case 'pass.finished': {
      const earlier = state.passes.find((p) => p.pass === event.report.pass);
      return {...state, passes: withPass(state, event.report.pass, {done: earlier?.total ?? 0, state: 'finished'})};
    }
    case 'batch.saved':
      return {...state, passes: withPass(state, event.pass, {done: event.done, total: event.total})};
    case 'heartbeat':
      return {...state, ...beat(event), heartbeatAt: at};
    case 'symbol.blocklisted':
      return {...state, blocklisted: state.blocklisted + 1};
    case 'symbol.recovered':
      return {...state, recovered: state.recovered + 1};
    case 'source.failed':
    case 'provider.failed':
      return {...state, failures: state.failures + 1};
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

function beat(event: Extract<BuildEvent, {type: 'heartbeat'}>): Partial<Progress> {
  return {
    current: event.pass,
    rate: event.rate,
    calls: event.calls,
    ...(event.etaMs === undefined ? {} : {etaMs: event.etaMs}),
  };
}
