import {Failure} from '../failure.ts';
import type {Command, Result} from './control.ts';
import {revealing} from './credential-command.ts';
import type {House} from './local-control.ts';

/** What a command came to, without a secret in it; where the secret is what was asked for, only the words are looked at. */
export function redactedResult(house: House, command: Command, result: Result): Result {
  const {redactor} = house.safe;
  const {data, ...words} = result;
  const spoken = redactor.redactJson(words);
  const kept = revealing.has(command.name) ? {value: data, exposed: []} : redactor.redactJson(data);
  say(house, command, [...spoken.exposed, ...kept.exposed]);
  return {...spoken.value, ...(kept.value === undefined ? {} : {data: kept.value})};
}

/** A failure without a secret in its words. Its cause stays behind: nobody may see it. */
export function redactedFailure(house: Pick<House, 'safe' | 'works'>, command: Command, thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const message = house.safe.redactor.redact(thrown.message);
  const hint = thrown instanceof Failure ? house.safe.redactor.redact(thrown.hint ?? '') : {text: '', exposed: []};
  const exposed = [...message.exposed, ...hint.exposed];
  if (exposed.length === 0) return thrown;
  say(house, command, exposed);
  if (!(thrown instanceof Failure)) return new Error(message.text);
  return new Failure(thrown.code, message.text, {kind: thrown.kind, ...(hint.text === '' ? {} : {hint: hint.text})});
}

/** Foreign words without a secret in them; that there was one is said. */
export function redactedWords({safe, works}: Pick<House, 'safe' | 'works'>, words: string, place: string): string {
  const {text, exposed} = safe.redactor.redact(words);
  for (const provider of exposed) works.stream.emit({type: 'secret.exposed', provider, place});
  return text;
}

function say({works}: Pick<House, 'works'>, {name}: Command, exposed: readonly string[]): void {
  for (const provider of new Set(exposed))
    works.stream.emit({type: 'secret.exposed', provider, place: `result of ${name}`});
}
