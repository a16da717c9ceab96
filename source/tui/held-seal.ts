import type {GateFinding} from '../engine/event.ts';
import type {Model} from './model.ts';

/** A seal that gates hold back, and what would ask for it again. */
export type HeldSeal = {
  readonly gates: readonly GateFinding[];
  readonly again: {readonly name: 'build' | 'refilter'} | {readonly name: 'rollback'; readonly date: string};
};

/** The seal that was refused last, of this engine or of one before it; nothing where another night is due by now. */
export function heldSeal({progress, status}: Pick<Model, 'progress' | 'status'>): HeldSeal | undefined {
  if (status === undefined) return undefined;
  const {unfinished} = status;
  if (progress.state === 'idle' && unfinished?.gates && unfinished.session === status.session)
    return {gates: unfinished.gates, again: {name: 'build'}};
  if (progress.state !== 'refused') return undefined;
  const {gates, session, trigger} = progress;
  if (trigger === 'rollback')
    return session === undefined ? undefined : {gates, again: {name: 'rollback', date: session}};
  if (trigger === 'refilter') return {gates, again: {name: 'refilter'}};
  return session === status.session ? {gates, again: {name: 'build'}} : undefined;
}

/** As a shell would be told. */
export function overrideCommand({gates, again}: HeldSeal): string {
  const command = again.name === 'rollback' ? `rollback ${again.date}` : again.name;
  return `universe ${command} ${gates.map(({gate}) => `--override ${gate}`).join(' ')} --reason TEXT`;
}
