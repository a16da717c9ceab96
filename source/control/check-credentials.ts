import {Failure, sentenceOf} from '../failure.ts';
import type {Connection} from '../provider/connection.ts';
import type {Provider} from '../provider/contract.ts';
import {ProviderFailure} from '../provider/failure.ts';
import type {Credentials} from '../vault/credential-file.ts';
import {type Ages, agesOf} from '../vault/standing.ts';
import {type Acted, audited} from './audited.ts';
import type {Actor, Command, Result} from './control.ts';
import {type CredentialProblem, problemOf} from './credential-state.ts';
import {keyedProvider, openSecrets, valuesOf} from './kept-secrets.ts';
import type {House} from './local-control.ts';
import {recordableProviders} from './recordable.ts';
import {redactedWords} from './redacted.ts';
import type {Values} from './safe.ts';
import {usedIds} from './terms.ts';

/** What a provider says of credentials; `unasked` where it could not be reached or has no way to ask. */
export type Verdict = {
  readonly verdict: 'accepted' | 'refused' | 'unasked';
  readonly sentence: string;
  /** Unasked although it was tried. */
  readonly tried?: true;
};

/** What came of a check; where there was nothing to ask with, what stands in the way. */
type Checked = Omit<Verdict, 'verdict'> & {readonly verdict: Verdict['verdict'] | CredentialProblem['because']};

type Row = {readonly provider: string} & Checked;

/** Asks providers whether they take their credentials, by the cheapest call that needs them, and keeps what they say. */
export async function checkCredentials(
  house: House,
  {providers: asked}: Extract<Command, {name: 'credentials.check'}>,
  actor: Actor,
): Promise<Result> {
  const {safe, works} = house;
  const fields = await recordableProviders(house, asked);
  return audited(safe, {act: {action: 'check', fields}, actor}, async () => {
    const credentials = (await openSecrets(house))?.credentials;
    const known = await house.reading.providers();
    const held = [...(credentials?.providers.keys() ?? [])].filter((id) => known.get(id)?.credentials);
    // One that is used and has none is what is worth knowing most.
    const used = usedIds(works).filter((id) => known.get(id)?.credentials);
    const ids = asked ?? [...new Set([...held, ...used])];
    const rows: Row[] = [];
    for (const id of ids) {
      const provider = await keyedProvider(house, id);
      rows.push({provider: id, ...(await checkOne(house, provider, credentials))});
    }
    return checkEnd(rows);
  });
}

/** What a check of some providers came to, and what the audit keeps of it. */
export function checkEnd(rows: readonly Row[]): Acted {
  const sentence = rows.map((row) => row.sentence).join('\n') || 'No provider has credentials here.';
  const end = endOf(rows);
  return {
    result: {...end, sentence, data: {providers: rows}},
    fields: rows.map(({provider}) => provider),
    ...(end.kind === 'paused' ? {stage: 'unasked' as const} : {}),
    detail: rows.map(({provider, verdict}) => `${provider} ${verdict}`).join(', '),
  };
}

/** A word against credentials counts more than none: who runs this at night must know whether to look for a key or to ask again. */
function endOf(rows: readonly Checked[]): Pick<Result, 'kind' | 'hint'> {
  if (rows.some(({verdict}) => verdict !== 'accepted' && verdict !== 'unasked')) return {kind: 'credentials'};
  if (rows.every(({verdict}) => verdict === 'accepted')) return {kind: 'done'};
  return {
    kind: 'paused',
    ...(rows.some(({tried}) => tried) ? {hint: 'That says nothing of the credentials; ask again later.'} : {}),
  };
}

async function checkOne(house: House, provider: Provider, credentials: Credentials | undefined): Promise<Checked> {
  const {safe, works} = house;
  const {checks, ...standing} = await safe.standing.peek();
  // An earlier refusal is what is asked about.
  const problem = problemOf(provider, {...standing, checks: {}}, works.clock.now());
  if (problem) return {verdict: problem.because, sentence: problem.sentence};
  const values = credentials ? valuesOf(credentials, provider.id) : {};
  const verdict = await askProvider(house, provider, {values, signal: house.closing});
  await keepVerdict(house, provider.id, {...verdict, about: credentials && agesOf(credentials, provider.id)});
  return verdict;
}

/** A window of a minute may have to pass first, and then comes the answer. */
const patienceMs = 90_000;

/** Over a connection of its own, so that values which are not kept anywhere yet can be asked about. */
export async function askProvider(
  {safe, works}: Pick<House, 'safe' | 'works'>,
  provider: Provider,
  {values, signal}: {readonly values: Values; readonly signal: AbortSignal},
): Promise<Verdict> {
  const {title, credentials} = provider;
  const form = credentials?.safeParse(values);
  if (form && !form.success) {
    const field = form.error.issues[0]?.path.join('.') ?? 'a field';
    return {verdict: 'refused', sentence: `The ${field} of ${title} does not have the form that it must have.`};
  }
  if (works.terms().sample)
    return {verdict: 'unasked', sentence: `The sample market asks nobody, and so not whether ${title} accepts them.`};
  const calendar = works.calendar();
  const session = calendar.lastClosed(works.clock.now());
  const late = AbortSignal.timeout(patienceMs);
  try {
    const {check}: Connection = await safe.connectWith(provider, values);
    if (!check) return {verdict: 'unasked', sentence: `${title} has no way to ask.`};
    await check({
      session,
      nextSession: calendar.nextSession(session),
      signal: AbortSignal.any([signal, late]),
      isUrgent: true,
    });
    return {verdict: 'accepted', sentence: `${title} accepts its credentials.`};
  } catch (thrown) {
    const said = late.aborted ? `It did not answer within ${patienceMs / 1000} seconds.` : sentenceOf(thrown);
    const text = redactedWords({safe, works}, said, `answer of ${provider.id}`);
    if (thrown instanceof ProviderFailure && thrown.reason === 'refused') return {verdict: 'refused', sentence: text};
    return {verdict: 'unasked', sentence: `${title} could not be asked: ${text}`, tried: true};
  }
}

/**
 * What it said is known from now on; that it could not be asked is too, and changes nothing of what it said before. It said it of
 * the values of those ages: whoever has put others there meanwhile is not judged by it.
 */
export async function keepVerdict(
  {safe, works}: Pick<House, 'safe' | 'works'>,
  id: string,
  {verdict, sentence, tried, about}: Verdict & {readonly about: Ages | undefined},
): Promise<void> {
  if (verdict === 'unasked' && !tried) return;
  const at = works.clock.now().toISOString();
  await safe.standing.update((now) => {
    if (!isSame(now.providers[id], about)) return now;
    if (verdict === 'unasked') return {...now, silences: {...now.silences, [id]: {at, sentence}}};
    const {[id]: _broken, ...silences} = now.silences;
    return {...now, checks: {...now.checks, [id]: {at, accepted: verdict === 'accepted', sentence}}, silences};
  });
}

function isSame(one: Ages | undefined, other: Ages | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Values that are to take the place of others: what the provider refuses must not. One that is down leaves the choice to the person. */
export async function tryNew(house: House, provider: Provider, values: Values): Promise<Verdict> {
  const held = (await openSecrets(house))?.credentials;
  const verdict = await askProvider(house, provider, {
    values: {...(held ? valuesOf(held, provider.id) : {}), ...values},
    signal: house.closing,
  });
  if (verdict.verdict !== 'refused') return verdict;
  throw new Failure('credentials.refused-new', verdict.sentence, {
    hint: 'The earlier value stands.',
    kind: 'credentials',
  });
}
