import {readSealed} from '../../engine/sealed.ts';
import {clean} from '../../universe/foreign-text.ts';
import {resolver} from '../../universe/resolve.ts';
import {shortest} from '../../vault/disguises.ts';
import type {CheckAnswer, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {notAsSealed} from './as-sealed.ts';
import {attempt} from './attempt.ts';
import {blockedNow, blockedSince, unblockedSince} from './blocks-since.ts';
import {explainNight} from './explain-night.ts';
import {keptNight, type OpenNight, openNight} from './nights.ts';
import {lookAtSealed} from './sealed-file.ts';

/** Which symbols of a list (positions, a watchlist) are in tonight's universe, and why the others are not. */
export async function answerCheck(reading: Reading, {symbols}: Extract<Query, {name: 'check'}>): Promise<CheckAnswer> {
  const typed = [...new Set(symbols.map((symbol) => symbol.trim()).filter((symbol) => symbol !== ''))];
  const sealed = await attempt(() => readSealed(reading.paths.final));
  const sentence = sealed.value ? await whyUnread(reading) : (sealed.sentence ?? nothingSealed);
  if (!sealed.value || sentence !== undefined) {
    const outside = await Promise.all(
      typed.map(async (text) => ({symbol: await shown(reading, text), sentence: sentence ?? nothingSealed})),
    );
    return {inside: [], outside, sentence: sentence ?? nothingSealed};
  }
  const {heading, entries} = sealed.value;
  const admitted = new Set(entries.map(({symbol}) => symbol));
  const night = await attempt(async () => openNight(await keptNight(reading)));
  // One look among all that were listed: a rejected symbol must not pass for an admitted one that is spelled alike.
  const find = resolver(new Set([...(night.value?.lines.keys() ?? []), ...admitted]));
  const blocked = await blockedNow(reading);
  const inside = new Set<string>();
  const outside = new Map<string, string>();
  for (const text of typed) {
    const symbol = find(text) ?? (await shown(reading, text));
    const block = blocked?.get(symbol);
    if (!admitted.has(symbol)) {
      outside.set(
        symbol,
        night.value ? whyNot(symbol, night.value, blocked) : `It is not in the universe. ${night.sentence}`,
      );
    } else if (block) outside.set(symbol, `${symbol} was in the universe when it was sealed. ${blockedSince(block)}`);
    else inside.add(symbol);
  }
  return {
    session: heading.session,
    inside: [...inside],
    outside: [...outside].map(([symbol, sentence]) => ({symbol, sentence})),
  };
}

const nothingSealed = 'There is no sealed universe yet. Build one: universe build';

/** What somebody changed since the seal is nobody's universe, here as in `verify`. */
async function whyUnread(reading: Reading): Promise<string | undefined> {
  const looked = await attempt(() => lookAtSealed(reading));
  if (looked.sentence !== undefined) return looked.sentence;
  return looked.value && notAsSealed(looked.value, reading);
}

function whyNot(symbol: string, night: OpenNight, now: ReadonlyMap<string, unknown> | undefined): string {
  const {sentence, counterfactual, blocked} = explainNight(night, symbol);
  const why = counterfactual === undefined ? sentence : `${sentence.replace(/\.$/, '')}; it ${counterfactual}.`;
  return blocked && now?.has(symbol) === false ? `${why} ${unblockedSince}` : why;
}

/** A key may look like a symbol, and stand in a file that was named by mistake. */
async function shown({masked}: Pick<Reading, 'masked'>, text: string): Promise<string> {
  return (text.length < shortest ? clean(text) : await masked(clean(text))).slice(0, 32);
}
