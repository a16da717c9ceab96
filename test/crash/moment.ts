/** When a build is killed: at its n-th call to the disk (before it, half-way through it, after it), at its n-th event, or from outside. */
export type Moment =
  | {readonly kind: 'disk'; readonly at: number; readonly phase: DiskPhase}
  | {readonly kind: 'event'; readonly at: number}
  /** Milliseconds after the build said that it goes on. */
  | {readonly kind: 'delay'; readonly ms: number}
  /** Milliseconds after the process began to open the root. */
  | {readonly kind: 'opening'; readonly ms: number}
  /** When the market has got the n-th request, before it is answered. */
  | {readonly kind: 'request'; readonly at: number};

export type DiskPhase = 'before' | 'halfway' | 'after';

/** What the child is told on its command line. */
export type ChildOrder = {
  readonly root: string;
  readonly now: string;
  /** `open` takes the root up and lets go of it, as a dashboard does after a night that is sealed; `rollback` goes one night back. */
  readonly does: 'build' | 'open' | 'rollback';
  readonly moment?: Moment | undefined;
};

/** What the child says, one JSON object a line. Events about single symbols are counted, not written. */
export type ChildLine =
  | {readonly said: 'opening'}
  | {readonly said: 'locked'}
  | {
      readonly said: 'event';
      readonly event: {readonly type: string; readonly pass?: string; readonly report?: {readonly pass: string}};
    }
  | {
      readonly said: 'ended';
      readonly kind: string;
      readonly sentence: string;
      readonly calls: number;
      readonly events: number;
    };
