import type {DiskPhase} from './moment.ts';

/** Values by provider and field: random text made for the test. */
export type Held = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One version of the secrets file. */
export type Version = {readonly revision: number; readonly held: Held};

export const acts = ['set', 'rotate', 'remove', 'restore', 'keys.rotate', 'keys.drop-old'] as const;
export type Act = (typeof acts)[number];

/** When a process is killed: by itself at its n-th call to the disk, or from outside so long after it said something. */
export type CredentialMoment =
  | {readonly kind: 'disk'; readonly at: number; readonly phase: DiskPhase}
  | {readonly kind: 'opening'; readonly ms: number}
  /** After the n-th act was announced. */
  | {readonly kind: 'delay'; readonly act: number; readonly ms: number};

/** What the child is told on its standard input. */
export type CredentialOrder = {
  readonly root: string;
  readonly seed: number;
  readonly moment: CredentialMoment;
  /** What the secrets file and its backups hold, as whoever opened them last found it. */
  readonly now: Version;
  readonly backups: Readonly<Record<string, Version>>;
};

/** What the child says, one JSON object a line: what it is about to write, and what it was told is done. */
export type CredentialLine =
  | {readonly said: 'opening'}
  | {readonly said: 'opened'}
  | {readonly said: 'about'; readonly act: Act; readonly next: Version}
  | {readonly said: 'done'}
  | {readonly said: 'wrong'; readonly sentence: string};
