import type {Errors, Values} from '../form.ts';

/** As the engine asks for it: said before anything is asked of the engine. */
export const leastReason = 3;

export function reasonErrors({reason = ''}: Values): Errors {
  return reason.trim().length < leastReason ? {reason: 'A reason needs at least three characters.'} : {};
}
