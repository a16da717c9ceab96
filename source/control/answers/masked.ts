import type {Answers, Query} from '../query.ts';
import type {Reading} from '../reading.ts';

/** Texts as they may be kept: who shows them has no secrets, and so cannot tell. */
export async function answerMasked(
  {masked}: Reading,
  {texts}: Extract<Query, {name: 'masked'}>,
): Promise<Answers['masked']> {
  return {texts: await Promise.all(texts.map(masked))};
}
