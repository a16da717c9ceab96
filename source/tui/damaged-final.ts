import type {Model} from './model.ts';

/** Why the sealed universe that is there cannot be read; to those who look for it, that is not the same as none. */
export function damageOfFinal({status}: Pick<Model, 'status'>): string | undefined {
  const final = status?.files.find(({name}) => name === 'final');
  return final?.state === 'unreadable' ? (final.sentence ?? 'It cannot be read.') : undefined;
}

/** What a person does about it. */
export const sealAgain = 'H and R roll back, b builds.';
