import {engineStarts} from './asking.ts';
import type {Edit} from './change.ts';
import type {Key} from './key-input.ts';
import {areRead, type Model} from './model.ts';
import {press, type Response} from './press.ts';
import type {Store} from './store.ts';

export type TypeAhead = {
  readonly store: Store;
  /** What stands on the terminal by now. */
  readonly shown: () => Model | undefined;
  readonly respond: (response: Response) => void;
};

/**
 * What keys come to. While tables are not read to their end, or where a key needs an engine that is still starting, it is kept,
 * and every key after it, and they count in their order as soon as they can. Leaving does not wait.
 */
export function typeAhead({store, shown, respond}: TypeAhead): (key: Key) => void {
  const kept: Key[] = [];
  store.subscribe(() => {
    for (let key = kept[0]; key && !waits(key); key = kept[0]) {
      kept.shift();
      answer(key);
    }
  });

  function cameTo(key: Key): Response | undefined {
    const isYes = key.name === 'y' || key.name === 'Y';
    return isYes && isUnseen(store.get(), shown()) ? unseen : press(store.get(), key);
  }

  function waits(key: Key): boolean {
    return !areRead(store.get()) || needsEngine(cameTo(key));
  }

  function answer(key: Key): void {
    const response = cameTo(key);
    if (response) doneWith(response);
  }

  /** Why the key before did nothing is not true of what this one does. */
  function doneWith(response: Response): void {
    if (response.type !== 'say' && store.get().toast?.of !== undefined) store.apply({type: 'edited', edit: unsaid});
    respond(response);
  }

  return (key) => {
    const response = cameTo(key);
    if (response?.type === 'quit') return doneWith(response);
    const isFirst = kept.length === 0;
    const mustWait = waits(key);
    if (mustWait || !isFirst) kept.push(key);
    // What waits for a file is answered in a moment; what waits for an engine is told so.
    if (response && (needsEngine(response) || (isFirst && !mustWait))) doneWith(response);
  };
}

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
