import {engineStarts} from './asking.ts';
import type {Key} from './key-input.ts';
import {press, type Response} from './press.ts';
import type {Store} from './store.ts';

/**
 * What keys come to. One that needs an engine while that is still starting is kept, and every key after it, and they count in
 * their order once the engine has said where it stands. Leaving does not wait.
 */
export function typeAhead(store: Store, respond: (response: Response) => void): (key: Key) => void {
  const kept: Key[] = [];
  store.subscribe(() => {
    if (store.get().status === undefined) return;
    for (let key = kept.shift(); key; key = kept.shift()) answer(key);
  });

  function answer(key: Key): void {
    const response = press(store.get(), key);
    if (response) respond(response);
  }

  return (key) => {
    const response = press(store.get(), key);
    const isEarly = response?.type === 'say' && response.text === engineStarts;
    if (response?.type !== 'quit' && (isEarly || kept.length > 0)) kept.push(key);
    if (response && (response.type === 'quit' || isEarly || kept.length === 0)) respond(response);
  };
}
