import type {Model} from './model.ts';

/** A sealed universe that screeners cannot read any more. */
export type Damage = {
  readonly badge: 'DAMAGED' | 'GONE';
  /** What is so, without a full stop. */
  readonly words: string;
  /** Why it is thought so. */
  readonly because: string;
};

/** Damage to the sealed universe, or its loss; to those who look for it, neither is the same as none. */
export function damageOfFinal({status}: Pick<Model, 'status'>): Damage | undefined {
  const final = status?.files.find(({name}) => name === 'final');
  if (final?.state === 'unreadable') {
    return {
      badge: 'DAMAGED',
      words: 'The sealed universe cannot be read',
      because: final.sentence ?? 'It cannot be read.',
    };
  }
  // A file that was never there lacks nothing that could be said.
  if (final?.state === 'absent' && final.sentence !== undefined)
    return {badge: 'GONE', words: 'The sealed universe is gone', because: final.sentence};
  return undefined;
}

/** A sealed universe that can be read, and that is not what the manifest knows: verify refuses it. What an older program left was never known. */
export function isUnverified({status}: Pick<Model, 'status'>): boolean {
  if (status?.sealed === undefined || status.sealed.buildId === 'original') return false;
  return status.files.some(({name, state}) => name === 'final' && state === 'changed');
}

/** What a person does about it. */
export const sealAgain = 'H and R roll back, b builds.';
