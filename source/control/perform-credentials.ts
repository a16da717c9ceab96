import {Failure} from '../failure.ts';
import type {Provider} from '../provider/contract.ts';
import type {FieldAge} from '../vault/credential-file.ts';
import {withFields, withoutFields} from '../vault/edit-credentials.ts';
import {Secret} from '../vault/secret.ts';
import type {Announce} from '../vault/vault.ts';
import {type Acted, audited, type GoOnAs} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {fieldsOf, isNameLike, refusalOf} from './credential-fields.ts';
import {problemOf} from './credential-state.ts';
import {firstKey} from './first-key.ts';
import {changeWords, heldFields, said} from './held-fields.ts';
import {changeSecrets, keyedProvider, openSecrets} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {recordable} from './recordable.ts';
import {replace} from './replace-credentials.ts';
import type {Values} from './safe.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

/** Keeps new values of a provider beside those it has. What its form refuses is not kept, and not quoted. */
export async function setCredentials(house: House, command: Of<'credentials.set'>, actor: Actor): Promise<Result> {
  const held = await heldFields(house.safe, command.provider);
  return takenIn(house, {command, actor, action: actionOf('add', Object.keys(command.values), held)});
}

/** One that puts values there is an edit as soon as one of them was there; a rotation stays what it is. */
function actionOf(asked: Keeping['action'], fields: readonly string[], held: ReadonlySet<string>): Keeping['action'] {
  if (asked === 'rotate') return asked;
  return fields.some((field) => held.has(field)) ? 'edit' : 'add';
}

/** Puts other values in the place of those that are there: every one that is given must differ. */
export function rotateCredentials(house: House, command: Of<'credentials.rotate'>, actor: Actor): Promise<Result> {
  return takenIn(house, {command, actor, action: 'rotate'});
}

/** What is refused was tried all the same, and is on record. */
async function takenIn(
  house: House,
  {
    command,
    actor,
    action,
  }: {
    readonly command: Of<'credentials.set'> | Of<'credentials.rotate'>;
    readonly actor: Actor;
    readonly action: Keeping['action'];
  },
): Promise<Result> {
  const {provider, values} = command;
  return audited(
    house.safe,
    {act: {action, ...(await recordable(house, provider, Object.keys(values)))}, actor},
    async (announce, goOnAs) =>
      action === 'rotate'
        ? replace(house, {provider: await keyedProvider(house, provider), command, actor, announce})
        : keep(house, {provider: await keyedProvider(house, provider), command, actor, action, announce, goOnAs}),
  );
}

export async function removeCredentials(
  house: House,
  {provider, field}: Of<'credentials.remove'>,
  actor: Actor,
): Promise<Result> {
  const {safe} = house;
  return audited(
    safe,
    {act: {action: 'remove', ...(await recordable(house, provider, field === undefined ? undefined : [field]))}, actor},
    async (announce) => {
      const stored = await openSecrets(house);
      const held = stored?.credentials.providers.get(provider);
      if (held === undefined || (field !== undefined && !held.has(field))) {
        const what = field === undefined ? `No credentials of ${provider} are` : `No ${field} of ${provider} is`;
        throw new Failure('credentials.absent', `${what} kept here; nothing was changed.`, {kind: 'usage'});
      }
      const gone = field === undefined ? [...held.keys()] : [field];
      const {credentials, sha256} = await changeSecrets(house, {changed: [provider], announce}, (now) =>
        withoutFields(now, provider, gone),
      );
      say(house, {provider, action: 'removed', fields: gone, actor});
      return {
        result: {
          kind: 'done',
          sentence: `Removed ${gone.join(', ')} of ${provider}.`,
          hint: 'The earlier version is a backup: universe credentials backups',
        },
        fields: gone,
        revision: credentials.revision,
        sha256,
      };
    },
  );
}

export type Keeping = {
  readonly provider: Provider;
  readonly command: {readonly values: Values; readonly expires?: Values | undefined};
  readonly actor: Actor;
  readonly action: 'add' | 'edit' | 'rotate';
  readonly announce: Announce;
  readonly goOnAs?: GoOnAs;
};

/** The one way in for values, whoever brings them; that they were about to come is on record already. */
export async function keep(
  house: House,
  {provider, command, actor, action: asked, announce, goOnAs}: Keeping,
): Promise<Acted> {
  const {safe, works} = house;
  const {values, expires = {}} = command;
  const fields = Object.keys(values);
  const {id} = provider;
  expectForm(provider, command);
  learnValues(house, provider, values);
  const at = works.clock.now().toISOString();
  const made = await firstKey(house, actor);
  let action = asked;
  let held: ReadonlySet<string> = new Set();
  const {credentials, sha256} = await changeSecrets(house, {changed: [id], announce}, (now) => {
    // Nobody else changes them now: of several at once the first adds, and the others change what it added.
    held = new Set(now.providers.get(id)?.keys());
    action = actionOf(asked, fields, held);
    goOnAs?.(action);
    return withFields(now, id, entries({values, expires, at}));
  });
  say(house, {provider: id, action: said[action], fields, actor});
  const problem = problemOf(provider, await safe.standing.peek(), works.clock.now());
  return {
    result: {
      kind: 'done',
      sentence: [`${provider.title}: ${changeWords({action, fields, held})}.`, ...(made ? [made] : [])].join(' '),
      hint: problem ? problem.sentence : `Ask whether they are accepted with: universe credentials check ${id}`,
      data: {provider: id, fields, action, revision: credentials.revision},
    },
    fields,
    revision: credentials.revision,
    sha256,
  };
}

/** In every log and message from here on, also when keeping them fails. */
export function learnValues({safe}: House, provider: Provider, values: Values): void {
  safe.redactor.learn(
    provider.id,
    fieldsOf(provider).flatMap(({field, secret}) => (secret ? (values[field] ?? []) : [])),
  );
}

/** Every value by its own rule, named by its field. */
export function expectForm(provider: Provider, {values, expires = {}}: Keeping['command']): void {
  const names = Object.keys(values);
  const known = fieldsOf(provider).map(({field}) => field);
  const hint = `${known.length === 1 ? 'Its field is' : 'Its fields are'} ${known.join(', ')}.`;
  if (names.length === 0)
    throw new Failure('credentials.empty', `No value of ${provider.title} was given.`, {hint, kind: 'usage'});
  for (const [field, value] of Object.entries(values)) {
    const because = refusalOf(provider, field, value);
    if (because === undefined) continue;
    const name = known.includes(field) || isNameLike(field) ? field : 'unnamed field';
    throw new Failure('credentials.refused-value', `The ${name} of ${provider.title} was not kept: ${because}.`, {
      hint,
      kind: 'usage',
    });
  }
  const stranger = Object.keys(expires).find((field) => !names.includes(field));
  if (stranger !== undefined)
    throw new Failure('credentials.expiry', `An end was given for ${stranger}, but no value.`, {hint, kind: 'usage'});
}

function entries({values, expires, at}: {readonly values: Values; readonly expires: Values; readonly at: string}) {
  return new Map(
    Object.entries(values).map(([field, value]) => {
      const end = expires[field];
      const age: FieldAge = {updatedAt: at, ...(end === undefined ? {} : {expiresAt: end})};
      return [field, {value: new Secret(value), age}];
    }),
  );
}

/** Names of what changed, for everybody who listens. */
export function say(
  {works}: House,
  change: {
    readonly provider: string;
    readonly action: string;
    readonly fields: readonly string[];
    readonly actor: Actor;
  },
): void {
  works.stream.emit({
    type: 'credential.changed',
    provider: change.provider,
    action: change.action,
    actor: change.actor.name,
    fields: [...change.fields],
  });
}
