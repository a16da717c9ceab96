import type {BuildEvent, GateId} from './event.ts';

/** Who wants a build, why, and how far it may go. */
export type BuildOrder = {
  readonly actor: string;
  readonly trigger: Extract<BuildEvent, {type: 'build.started'}>['trigger'];
  readonly justification?: string | undefined;
  readonly overrides: readonly GateId[];
  /** Inside the guard hours too; the caller has checked who may. */
  readonly force: boolean;
  /** Throws away an unfinished build instead of going on with it. */
  readonly fresh: boolean;
  readonly signal: AbortSignal;
};
