import {readSealed} from '../../engine/sealed.ts';
import {clean} from '../../universe/foreign-text.ts';
import {resolver} from '../../universe/resolve.ts';
import {shortest} from '../../vault/disguises.ts';
import type {CheckAnswer, Query} from '../query.ts';
import type {Reading} from '../reading.ts';
import {attempt} from './attempt.ts';
import {explainNight} from './explain-night.ts';
import {keptNight, type OpenNight, openNight} from './nights.ts';

/** Which symbols of a list (positions, a watchlist) are in tonight's universe, and why the others are not. */
export async function answerCheck(reading: Reading, {symbols}: Extract<Query, {name: 'check'}>): Promise<CheckAnswer> {
  const typed = [...new Set(symbols.map((symbol) => symbol.trim()).filter((symbol) => symbol !== ''))];
  const sealed = await attempt(() => readSealed(reading.paths.final));
  if (!sealed.value) {
    const sentence = sealed.sentence ?? 'There is no sealed universe yet. Build one: universe build';
    return {
      inside: [],
      outside: await Promise.all(typed.map(async (text) => ({symbol: await shown(reading, text), sentence}))),
    };
  }
  const {heading, entries} = sealed.value;
  const admitted = new Set(entries.map(({symbol}) => symbol));
  const night = await attempt(async () => openNight(await keptNight(reading)));
  // One look among all that were listed: a rejected symbol must not pass for an admitted one that is spelled alike.
  const find = resolver(new Set([...(night.value?.lines.keys() ?? []), ...admitted]));
  const inside = new Set<string>();
  const outside = new Map<string, string>();
  for (const text of typed) {
    const symbol = find(text) ?? (await shown(reading, text));
    if (admitted.has(symbol)) inside.add(symbol);
    else
      outside.set(symbol, night.value ? whyNot(symbol, night.value) : `It is not in the universe. ${night.sentence}`);
  }
  return {
    session: heading.session,
    inside: [...inside],
    outside: [...outside].map(([symbol, sentence]) => ({symbol, sentence})),
  };
}

function whyNot(symbol: string, night: OpenNight): string {
  const {sentence, counterfactual} = explainNight(night, symbol);
  return counterfactual === undefined ? sentence : `${sentence.replace(/\.$/, '')}; it ${counterfactual}.`;
}

/** A key may look like a symbol, and stand in a file that was named by mistake. */
async function shown({masked}: Pick<Reading, 'masked'>, text: string): Promise<string> {
  return (text.length < shortest ? clean(text) : await masked(clean(text))).slice(0, 32);
}
