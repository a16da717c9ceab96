import type {Response} from './press.ts';

/** Why an act does not open what more would be typed into. */
export function refusal(text: string): Response {
  return {type: 'say', tone: 'warn', text, isRefusal: true};
}
