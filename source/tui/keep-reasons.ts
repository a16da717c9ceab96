import type {Clock} from '../clock.ts';
import type {Control} from '../control/control.ts';
import type {ReasonsAnswer} from '../control/reasons-answer.ts';
import {sentenceOf} from '../failure.ts';
import type {Reasons} from './comparison.ts';
import {pause} from './pause.ts';
import {areReasonsDue} from './reasons-due.ts';
import {withReasons} from './relist.ts';
import type {Store} from './store.ts';

/** A night that cannot be read now is not asked for at every key. */
const restMs = 5000;

export type KeepReasonsOptions = {
  readonly control: Control;
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Reads why symbols are out, once a seal, and only while somebody compares tables or searches by reason. */
export function keepReasons({control, store, clock, signal}: KeepReasonsOptions): void {
  let isBusy = false;
  store.subscribe(() => {
    if (!isBusy && areReasonsDue(store.get())) void load();
  });

  async function load(): Promise<void> {
    isBusy = true;
    const reasons = await read();
    if (signal.aborted) return;
    store.apply({type: 'learned', edit: (model) => withReasons({...model, reasons})});
    if (reasons.buildId === undefined) await pause(clock, restMs, signal);
    isBusy = false;
  }

  async function read(): Promise<Reasons> {
    try {
      return reasonsOf(await control.query({name: 'reasons'}));
    } catch (thrown) {
      return {words: new Map(), sought: new Map(), sentence: sentenceOf(thrown)};
    }
  }
}

function reasonsOf({reasons, session, buildId, sentence}: ReasonsAnswer): Reasons {
  return {
    words: new Map(reasons.map(({symbol, words}) => [symbol, words])),
    sought: new Map(reasons.map(({symbol, words, rules}) => [symbol, `${words} ${rules.join(' ')}`])),
    ...(session === undefined ? {} : {session}),
    ...(buildId === undefined ? {} : {buildId}),
    ...(sentence === undefined ? {} : {sentence}),
  };
}
