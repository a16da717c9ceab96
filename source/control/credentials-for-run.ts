import type {BuildOutcome} from '../engine/outcome.ts';
import type {Works} from '../engine/works.ts';
import {Failure, sentenceOf} from '../failure.ts';
import type {Provider} from '../provider/contract.ts';
import {ProviderFailure} from '../provider/failure.ts';
import {type Ages, agesOf} from '../vault/standing.ts';
import {type Asker, type Held, refusals} from './asked-for-run.ts';
import {type Barred, stoppedBy} from './barred.ts';
import {keepVerdict} from './check-credentials.ts';
import {fieldsOf, keptNames, namesOf} from './credential-fields.ts';
import {type CredentialProblem, problemOf, rotationRows} from './credential-state.ts';
import {openSecrets, valuesOf} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {redactedWords} from './redacted.ts';
import type {Values} from './safe.ts';
import {strangerHint} from './secrets-judged.ts';
import {standIns} from './stand-ins.ts';
import {usedIds} from './terms.ts';

/** The works to run with, and how old the values are that it runs with. */
type Ready = {readonly works: Works; readonly about: ReadonlyMap<string, Ages | undefined>};

/** Runs over the credentials that it needs, which are in memory for so long and no longer, and remembers who refused them. */
export async function withCredentials<T extends BuildOutcome | object>(
  house: House,
  {works, ...asker}: Asker & {readonly works: Works},
  work: (works: Works) => Promise<T>,
): Promise<T> {
  try {
    const {works: ready, about} = await prepared(house, works, asker);
    const outcome = await work(ready).catch(async (thrown: unknown) => {
      await noteRefusal(house, thrown, about);
      throw thrown;
    });
    if ('outcome' in outcome && outcome.outcome === 'aborted') await noteRefusal(house, outcome.failure, about);
    return outcome;
  } finally {
    house.safe.inUse.clear();
  }
}

/**
 * Before the first call of a run: the credentials of every provider that it would ask are there, decryptable, complete, unexpired
 * and accepted within a day, or the run ends here. What is known without a call comes first, so that no key goes out in vain. Where
 * the settings let it go on without, the provider fails for this run as a source does that is down.
 */
async function prepared(house: House, works: Works, asker: Asker): Promise<Ready> {
  const {safe, reading} = house;
  safe.inUse.clear();
  const providers = await reading.providers();
  const needed = usedIds(works)
    .flatMap((id) => providers.get(id) ?? [])
    .filter(({credentials}) => credentials);
  if (needed.length === 0) {
    await sayDue(house, works, needed);
    return {works, about: new Map()};
  }
  const stored = await opened(house, needed);
  await sayStranger(house, works);
  const held = needed.map((provider): Held => {
    const about = stored && agesOf(stored.credentials, provider.id);
    return {provider, values: stored ? valuesOf(stored.credentials, provider.id) : {}, about};
  });
  const known = await knownProblems(house, held);
  sayUnusable(works, known);
  await sayDue(house, works, needed);
  await mayGoOn(house, works, known);
  const usable = held.filter(({provider}) => !known.has(provider.id));
  const refused = await refusals(house, usable, asker);
  sayUnusable(works, refused);
  await works.stream.flush();
  const barred: Barred = new Map([...known, ...refused]);
  await mayGoOn(house, works, barred);
  for (const {provider, values} of usable) if (!refused.has(provider.id)) safe.inUse.set(provider.id, values);
  const about = new Map(held.map((one) => [one.provider.id, one.about]));
  return {works: {...works, connections: () => standIns(works.connections(), barred)}, about};
}

/** A refusal in the midst of a run is remembered until the credentials change: the provider is left alone so long. */
async function noteRefusal({safe, works}: House, thrown: unknown, about: Ready['about']): Promise<void> {
  const cause = thrown instanceof Failure && thrown.code === 'credentials.refused' ? thrown.cause : undefined;
  if (!(cause instanceof ProviderFailure)) return;
  const {provider, status, message} = cause;
  const sentence = redactedWords({safe, works}, message, `answer of ${provider}`);
  await keepVerdict({safe, works}, provider, {verdict: 'refused', sentence, about: about.get(provider)});
  works.stream.emit({type: 'secret.invalid', provider, sentence, ...(status === undefined ? {} : {status})});
  await works.stream.flush();
}

/** A file that cannot be opened is no missing credential: nothing goes on over it, whatever the settings say. */
async function opened(house: House, needed: readonly Provider[]) {
  try {
    return await openSecrets(house);
  } catch (thrown) {
    for (const provider of needed) {
      house.works.stream.emit({
        type: 'credential.unusable',
        provider: provider.id,
        because: 'unreadable',
        field: namesOf(fieldsOf(provider).filter(({required}) => required)),
        sentence: house.safe.redactor.redact(sentenceOf(thrown)).text,
      });
    }
    await house.works.stream.flush();
    throw thrown;
  }
}

/** A run goes on over a file that no record tells of, but not without a word. */
async function sayStranger({safe}: House, works: Works): Promise<void> {
  const judged = await safe.secretsJudged();
  if (judged.stranger) works.stream.emit({type: 'secret.unrecorded', sentence: strangerHint(judged)});
}

/** What stands in the way of each, as far as that can be told without asking anybody. */
async function knownProblems({safe, works}: House, held: readonly Held[]): Promise<Barred> {
  const standing = await safe.standing.peek();
  const now = works.clock.now();
  return new Map(
    held.flatMap(({provider, values}) => {
      const problem = problemOf(provider, standing, now) ?? malformed(provider, values);
      return problem ? [[provider.id, problem] as const] : [];
    }),
  );
}

function malformed(provider: Provider, values: Values): CredentialProblem | undefined {
  const {title, credentials} = provider;
  const form = credentials?.safeParse(values);
  if (!form || form.success) return undefined;
  const field = form.error.issues[0]?.path.join('.') || keptNames(fieldsOf(provider), values);
  return {
    because: 'malformed',
    field,
    sentence: `The ${field} of ${title} does not have the form that it must have.`,
  };
}

function sayUnusable({stream}: Works, barred: Barred): void {
  for (const [provider, {because, field, sentence}] of barred)
    stream.emit({
      type: 'credential.unusable',
      provider,
      because,
      sentence,
      ...(field === undefined ? {} : {field}),
    });
}

/** Stops the run where the settings want every provider, and where nothing would be left to ask. */
async function mayGoOn(house: House, works: Works, barred: Barred): Promise<void> {
  const {freeOnlyWithoutCredentials} = await house.reading.settings();
  const stop = stoppedBy(barred, {order: works.terms().order, freeOnly: freeOnlyWithoutCredentials});
  if (stop) throw stop;
}

/** Secrets that have to be rotated are said once a run, those that it does not need too. */
async function sayDue({reading, safe}: House, works: Works, needed: readonly Provider[]): Promise<void> {
  const {rotation} = await reading.settings();
  const rows = rotationRows(await reading.providers(), await safe.standing.peek(), {rotation, now: works.clock.now()});
  const ids = new Set(needed.map(({id}) => id));
  for (const {provider, field, status, dueAt, expiringSoon} of rows) {
    if (status === 'current' && !expiringSoon) continue;
    const used = ids.has(provider);
    works.stream.emit({type: 'credential.due', provider, field, status, used, ...(dueAt === undefined ? {} : {dueAt})});
  }
  await works.stream.flush();
}
