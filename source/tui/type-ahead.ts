import type {Clock} from '../clock.ts';
import {engineStarts} from './asking.ts';
import type {Edit} from './change.ts';
import type {Key} from './key-input.ts';
import {actOf} from './keys.ts';
import {areRead, type Model} from './model.ts';
import {isMotion} from './pane-window.ts';
import {press, type Response} from './press.ts';
import type {Store} from './store.ts';

export type TypeAhead = {
  readonly store: Store;
  readonly clock: Clock;
  /** What stands on the terminal by now. */
  readonly shown: () => Model | undefined;
  readonly respond: (response: Response) => void;
};

/**
 * What keys come to. While tables are not read to their end, or where a key needs an engine that is still starting, it is kept,
 * and every key after it, and they count in their order as soon as they can. Leaving does not wait. What is typed on for an act that was refused is dropped, for its letters are commands too.
 */
export function typeAhead({store, clock, shown, respond}: TypeAhead): (key: Key) => void {
  const kept: Key[] = [];
  let refused: {readonly because: string; readonly at: number} | undefined;
  let isAnswering = false;
  store.subscribe(() => {
    // What a key comes to changes the store, and the next key has to wait for all of it.
    if (isAnswering) return;
    isAnswering = true;
    for (let key = kept[0]; key && !waits(key); key = kept[0]) {
      kept.shift();
      answer(key);
    }
    isAnswering = false;
  });

  function cameTo(key: Key): Response | undefined {
    const isYes = key.name === 'y' || key.name === 'Y';
    return isYes && isUnseen(store.get(), shown()) ? unseen : press(store.get(), key);
  }

  function waits(key: Key): boolean {
    return !areRead(store.get()) || (!isTypedOn(key) && needsEngine(cameTo(key)));
  }

  function answer(key: Key): void {
    const isDropped = isTypedOn(key);
    if (isDropped) drop(key);
    const response = isDropped ? undefined : cameTo(key);
    if (response) doneWith(response);
  }

  /** Why the key before did nothing is not true of what this one does. */
  function doneWith(response: Response): void {
    if (response.type !== 'say' && store.get().toast?.of !== undefined) store.apply({type: 'edited', edit: unsaid});
    const {toast: earlier} = store.get();
    respond(response);
    const {toast} = store.get();
    if (toast?.isRefusal && toast !== earlier && toast.text !== engineStarts)
      refused = {because: toast.text, at: clock.monotonic()};
  }

  /** Whether it comes so soon after a refusal that it was meant for what did not open. */
  function isTypedOn({name, text, at}: Key): boolean {
    if (!refused || at || atAnyTime.has(name) || clock.monotonic() - refused.at >= pauseMs) return false;
    const act = actOf(name);
    return text !== undefined || act === undefined || !isMotion(act);
  }

  /** Esc would have closed what did not open, and ends the dropping. */
  function drop({name}: Key): void {
    if (!refused) return;
    const text = `${refused.because} What you type on is dropped until you pause for a second.`;
    if (name !== 'escape' && store.get().toast?.text !== text) respond({type: 'say', tone: 'warn', text});
    refused = name === 'escape' ? undefined : {...refused, at: clock.monotonic()};
  }

  return (key) => {
    if (kept.length === 0 && isTypedOn(key)) return drop(key);
    const response = cameTo(key);
    if (response?.type === 'quit') return doneWith(response);
    const isFirst = kept.length === 0;
    const mustWait = waits(key);
    if (mustWait || !isFirst) kept.push(key);
    // What waits for a file is answered in a moment; what waits for an engine is told so.
    if (response && (needsEngine(response) || (isFirst && !mustWait))) doneWith(response);
  };
}

/** Who has paused means the next key by itself. */
const pauseMs = 1000;
const atAnyTime: ReadonlySet<string> = new Set(['ctrl-c', 'ctrl-l', 'ctrl-z']);

const unsaid: Edit = ({toast: _read, ...model}) => model;

const unseen: Response = {
  type: 'say',
  tone: 'warn',
  text: 'That y came before the question was on the screen; read it, then press y.',
};

/** Whether a question is open that has not been on the terminal; nobody can have meant it. What was looked up for it belongs to it. */
function isUnseen({overlay}: Model, shown: Model | undefined): boolean {
  if (overlay?.kind !== 'ask' || overlay.ask.needs !== 'yes') return false;
  const seen = shown?.overlay?.kind === 'ask' ? shown.overlay.ask : undefined;
  const wasLookedUp = (seen?.waits === 'preview' || seen?.waits === 'last-edit') && overlay.ask.waits === undefined;
  return seen?.purpose !== overlay.ask.purpose || wasLookedUp;
}

function needsEngine(response: Response | undefined): boolean {
  return response?.type === 'say' && response.text === engineStarts;
}
