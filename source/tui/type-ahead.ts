import {engineStarts} from './asking.ts';
import type {Key} from './key-input.ts';
import {areRead} from './model.ts';
import {press, type Response} from './press.ts';
import type {Store} from './store.ts';

/**
 * What keys come to. While tables are not read to their end, or where a key needs an engine that is still starting, it is kept,
 * and every key after it, and they count in their order as soon as they can. Leaving does not wait.
 */
export function typeAhead(store: Store, respond: (response: Response) => void): (key: Key) => void {
  const kept: Key[] = [];
  store.subscribe(() => {
    for (let key = kept[0]; key && !waits(key); key = kept[0]) {
      kept.shift();
      answer(key);
    }
  });

  function waits(key: Key): boolean {
    return !areRead(store.get()) || needsEngine(press(store.get(), key));
  }

  function answer(key: Key): void {
    const response = press(store.get(), key);
    if (response) respond(response);
  }

  return (key) => {
    const response = press(store.get(), key);
    if (response?.type === 'quit') return respond(response);
    const isFirst = kept.length === 0;
    const mustWait = waits(key);
    if (mustWait || !isFirst) kept.push(key);
    // What waits for a file is answered in a moment; what waits for an engine is told so.
    if (response && (needsEngine(response) || (isFirst && !mustWait))) respond(response);
  };
}

function needsEngine(response: Response | undefined): boolean {
  return response?.type === 'say' && response.text === engineStarts;
}
