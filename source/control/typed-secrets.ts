import {Failure} from '../failure.ts';
import {masterKey} from '../vault/keyring.ts';
import {isConfidential} from '../vault/variables.ts';
import type {Actor, Command} from './control.ts';
import type {House} from './local-control.ts';
import {learnRecognized} from './recognized-secrets.ts';

/**
 * A command without the stored secrets that somebody typed among its words. In a reason they give way to dots, for a halt must not
 * fail for its reason; anywhere else they would become the name of a file, a user or a setting, so that the command is refused. Values
 * on their way to the secrets are where they belong.
 */
export async function withoutTypedSecrets<C extends Command>(house: House, command: C, actor: Actor): Promise<C> {
  const {redactor} = house.safe;
  const {values: _, ...words} = {values: undefined, ...command};
  await learnRecognized(house.safe, textsIn(words));
  const {exposed} = redactor.redactJson(words);
  if (exposed.length === 0) return command;
  for (const provider of exposed)
    house.works.stream.emit({type: 'secret.exposed', provider, place: `words of ${command.name} by ${actor.name}`});
  await house.works.stream.flush().catch((thrown: unknown) => {
    // The kill-switch waits for no record.
    if (command.name !== 'halt') throw thrown;
  });
  const {justification, ...others} = {justification: undefined, ...words};
  if (redactor.redactJson(others).exposed.length > 0) throw refused(command, exposed);
  return {...command, justification: redactor.redact(justification ?? '').text};
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

function refused({name}: Command, [provider = 'a provider']: readonly string[]): Failure {
  const [what, anew] =
    provider === masterKey
      ? ['The master key', 'universe keys rotate --drop-old']
      : isConfidential(provider)
        ? [`What the environment keeps in ${provider}`, 'get another one']
        : [`A secret of ${provider}`, `universe credentials rotate ${provider}`];
  return new Failure(
    'usage.secret',
    `${what} stands among the words of ${name}; nothing was done, and it was not kept.`,
    {
      hint: `Leave it out. If it was typed on a command line, the shell's history has it: ${anew}`,
      kind: 'usage',
    },
  );
}
