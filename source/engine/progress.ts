import type {BucketCounts} from '../universe/verdict.ts';
import type {BuildEvent, GateFinding, Pass, StampedEvent} from './event.ts';
import {type PassProgress, passesAfter, waitingPasses} from './pass-progress.ts';
import {type Troubles, troublesAfter} from './trouble.ts';

export type {PassProgress} from './pass-progress.ts';
export type {Trouble} from './trouble.ts';

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

export const idle: Progress = {
  state: 'idle',
  passes: waitingPasses,
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
  const next = {...counted(state, {at, event}), passes: passesAfter(state.passes, event, at)};
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
      return {...state, current: event.pass};
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
    case 'pass.finished':
    case 'batch.saved':
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
    case 'secret.unrecorded':
    case 'key.changed':
    case 'settings.changed':
    case 'file.set-aside':
    case 'lock.retaken':
    case 'lock.lost':
    case 'command.recorded':
      return state;
  }
}

function ended(state: Progress, at: string): Progress {
  const {current: _current, etaMs: _eta, rate: _rate, ...rest} = state;
  return {...rest, endedAt: at};
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
