import {type Act, bindings} from './keys.ts';
import type {Model} from './model.ts';
import {keysOf, type Place} from './own-keys.ts';
import {commandOf, whyDenied} from './rights.ts';

export function isActDenied(model: Model, act: Act): boolean {
  const command = commandOf(model, act);
  return command !== undefined && whyDenied(model, command) !== undefined;
}

/** Of a key as it is written for people, by what it means there. */
export function isKeyDenied(model: Model, place: Place, shown: string): boolean {
  const own = keysOf(place).find((one) => one.shown === shown);
  if (own) return own.needs !== undefined && whyDenied(model, own.needs) !== undefined;
  const binding = bindings.find((one) => one.shown === shown);
  return binding !== undefined && isActDenied(model, binding.act);
}
