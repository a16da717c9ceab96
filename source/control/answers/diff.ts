import {z} from 'zod';
import {Failure} from '../../failure.ts';
import type {Night} from '../../store/history.ts';
import {nightSessions} from '../../store/night-sessions.ts';
import {drift} from '../../universe/drift.ts';
import {clean} from '../../universe/foreign-text.ts';
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
  const blocks = await attempt(async () => ({before: await blockedOf(from), after: await blockedOf(to)}));
  const {before, after} = blocks.value ?? {before: new Set<string>(), after: new Set<string>()};
  const sentence = [lines.sentence, blocks.sentence].filter((one) => one !== undefined).join(' ');
  return {
    ...change,
    from: from.session,
    to: to.session,
    removed: change.removed.map((symbol) => {
      const line = lines.value?.get(symbol);
      return {symbol, bucket: line?.bucket ?? 'absent', reasons: line?.reasons ?? []};
    }),
    recovered: without(before, after),
    newlyBlocked: without(after, before),
    ...(sentence === '' ? {} : {sentence}),
  };
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
