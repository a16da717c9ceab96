import type {Response} from './press.ts';

/** Of whatever needs the engine, while that is away. */
export const engineAway = 'The engine does not answer; wait until it is back.';

/** Why an act does not open what more would be typed into. */
export function refusal(text: string): Response {
  return {type: 'say', tone: 'warn', text, isRefusal: true};
}
