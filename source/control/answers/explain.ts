import {clean} from '../../universe/foreign-text.ts';
import type {Ruling} from '../../universe/judge.ts';
import {resolver} from '../../universe/resolve.ts';
import type {Explanation, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {blockedNow, blockedSince, unblockedSince} from './blocks-since.ts';
import {explainNight} from './explain-night.ts';
import {listedAs} from './listed-as.ts';
import {keptNight, lookUpNight} from './nights.ts';
import {recentVerdicts} from './recent-verdicts.ts';

/** Why a symbol is in or out, of the last sealed night unless another is named. */
export async function answerExplain(
  reading: Reading,
  {symbol: typed, night: date}: Extract<Query, {name: 'explain'}>,
): Promise<Explanation> {
  const asked = (await reading.masked(clean(typed))).slice(0, 32);
  const opened = await attempt(async () => lookUpNight(await keptNight(reading, date)));
  if (opened.sentence !== undefined) {
    return {
      symbol: asked,
      admitted: false,
      rules: [],
      reasons: [],
      nights: [],
      sentence: opened.sentence,
      unread: true,
    };
  }
  const night = opened.value;
  const recent = await recentVerdicts(reading, night.session);
  // That night's own symbols first; one that left is still found in the nights before.
  const listed = [night.lines, ...recent.nights.map(({lines}) => lines)];
  const symbol = listed.map((known) => resolver(known)(typed)).find((found) => found !== undefined) ?? asked;
  const explained = explainNight(night, symbol);
  const now = date === undefined ? await blockedNow(reading, symbol) : undefined;
  const since = explained.blocked ? undefined : now?.get(symbol);
  const isFree = explained.blocked !== undefined && now !== undefined && !now.has(symbol);
  const onList = explained.facts || !night.lines.has(symbol) ? undefined : await listedAs(reading, symbol);
  return {
    ...explained,
    ...(onList ? {listed: onList} : {}),
    rules: explained.rules.map(shown),
    ...(since ? {blocked: since} : {}),
    nights: recent.nights.map(({night: of, lines}) => ({night: of, bucket: lines.get(symbol)?.bucket ?? 'absent'})),
    sentence: [
      explained.sentence,
      ...(since ? [blockedSince(since)] : []),
      ...(isFree ? [unblockedSince] : []),
      ...recent.damaged,
    ].join(' '),
  };
}

function shown({rule, passed, observed, limit}: Ruling): Explanation['rules'][number] {
  return {rule, passed, ...(observed === undefined ? {} : {observed}), ...(limit === undefined ? {} : {limit})};
}
