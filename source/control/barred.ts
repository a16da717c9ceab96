import type {Terms} from '../engine/terms.ts';
import type {Works} from '../engine/works.ts';
import {Failure} from '../failure.ts';
import type {CredentialProblem} from './credential-state.ts';

/** Providers that a run would ask and cannot, for their credentials. */
export type Barred = ReadonlyMap<string, CredentialProblem>;

type Asked = {readonly order: Terms['order']; readonly freeOnly: boolean};

/** Why a run does not begin: the settings want every provider, or nothing would be left to ask. Undefined where it passes them over. */
export function stoppedBy(barred: Barred, {order: {symbols, prices}, freeOnly}: Asked): Failure | undefined {
  const [first] = barred;
  if (!first) return undefined;
  const isEmpty = [symbols, prices].some((ids) => ids.length > 0 && ids.every((id) => barred.has(id)));
  if (freeOnly && !isEmpty) return undefined;
  return new Failure('credentials.unusable', [...barred.values()].map(({sentence}) => sentence).join(' '), {
    hint: `Set them with: universe credentials set ${first[0]}; or leave it out of the priority settings.`,
    kind: 'credentials',
  });
}

/** Of the order that the settings of this moment give, the cross-check included. */
export function usedIds(works: Pick<Works, 'terms'>): readonly string[] {
  const {order, crossCheck} = works.terms();
  return [...new Set([...Object.values(order).flat(), ...crossCheck.sources])];
}
