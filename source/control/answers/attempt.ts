import {Failure, sentenceOf} from '../../failure.ts';
import {clean} from '../../universe/foreign-text.ts';

/** What a read came to: its value, or one sentence that says what is wrong. */
export type Attempt<T> =
  | {readonly value: T; readonly sentence?: undefined}
  | {readonly value?: undefined; readonly sentence: string};

/** Damage is part of an answer, never the end of it. */
export async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return {value: await read()};
  } catch (thrown) {
    if (thrown instanceof Failure) return {sentence: sentenceOf(thrown)};
    return {sentence: `It cannot be read: ${clean(sentenceOf(thrown)).slice(0, 160)}.`};
  }
}
