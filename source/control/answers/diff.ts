import {z} from 'zod';
import {Failure} from '../../failure.ts';
import type {Night} from '../../store/history.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import {drift} from '../../universe/drift.ts';
import type {Entered} from '../../universe/entered.ts';
import {clean} from '../../universe/foreign-text.ts';
import type {VerdictLine} from '../../universe/verdict.ts';
import type {DiffAnswer, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {bySymbol, keptNight, lastSession} from './nights.ts';

/** What changed from one kept night to another. Without both universes there is no answer, and the Failure names what is missing. */
export async function answerDiff(reading: Reading, query: Extract<Query, {name: 'diff'}>): Promise<DiffAnswer> {
  const to = await keptNight(reading, sessionOf(query.to) ?? (await lastSession(reading)));
  const from = await keptNight(reading, sessionOf(query.from) ?? (await nightBefore(reading, to.session)));
  const change = drift((await from.final()).symbols, (await to.final()).symbols);
  const lines = await attempt(async () => bySymbol(await to.verdicts()));
  const earlier = await attempt(async () => bySymbol(await from.verdicts()));
  const blocks = await attempt(async () => ({before: await blockedOf(from), after: await blockedOf(to)}));
  const {before, after} = blocks.value ?? {before: new Set<string>(), after: new Set<string>()};
  const recovered = without(before, after);
  const unread = [earlier.sentence, lines.sentence, blocks.sentence];
  const sentence = unread.filter((one) => one !== undefined).join(' ');
  return {
    ...change,
    from: from.session,
    to: to.session,
    ...(earlier.value ? {entered: enteredOf(change.added, {earlier: earlier.value, recovered})} : {}),
    removed: change.removed.map((symbol) => {
      const line = lines.value?.get(symbol);
      return {symbol, bucket: line?.bucket ?? 'absent', reasons: line?.reasons ?? []};
    }),
    recovered,
    newlyBlocked: without(after, before),
    ...(sentence === '' ? {} : {sentence}),
  };
}

type Then = {readonly earlier: ReadonlyMap<string, VerdictLine>; readonly recovered: readonly string[]};

function enteredOf(added: readonly string[], {earlier, recovered}: Then): readonly Entered[] {
  const free = new Set(recovered);
  return added.map((symbol) => {
    const line = earlier.get(symbol);
    return {symbol, earlier: line?.bucket ?? 'absent', reasons: line?.reasons ?? [], recovered: free.has(symbol)};
  });
}

async function blockedOf(night: Night): Promise<ReadonlySet<string>> {
  return new Set(night.files.blocklist ? (await night.blocklist()).map(({symbol}) => symbol) : []);
}

function without(symbols: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] {
  return [...symbols].filter((symbol) => !others.has(symbol)).sort();
}

async function nightBefore({paths}: Reading, session: string): Promise<string> {
  const earlier = (await nightSessions(paths)).filter((night) => night < session).at(-1);
  if (earlier !== undefined) return earlier;
  throw new Failure('history.short', `No night before ${session} is kept to compare with.`, {kind: 'unfit'});
}

function sessionOf(text: string | undefined): string | undefined {
  if (text === undefined || z.iso.date().safeParse(text).success) return text;
  throw new Failure('history.date', `"${clean(text).slice(0, 32)}" is not the date of a session.`, {
    hint: 'Write it as 2026-03-02.',
    kind: 'usage',
  });
}
