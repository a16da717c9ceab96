import type {Actor, Control} from '../control/control.ts';
import type {BuildEvent} from '../engine/event.ts';
import {rightsOf} from './rights.ts';
import type {Store} from './store.ts';

/** Asks what this person may do as soon as an engine is there, and again when the settings change, which hold the roles. */
export function keepRights({control, store, actor}: {control: Control; store: Store; actor: Actor}): {
  readonly wake: (event: BuildEvent) => void;
} {
  let isConnected = false;
  store.subscribe(() => {
    const wasConnected = isConnected;
    isConnected = store.get().connection.state === 'connected';
    if (isConnected && !wasConnected) void read();
  });

  async function read(): Promise<void> {
    try {
      const rights = rightsOf(actor.name, await control.query({name: 'access'}));
      store.apply({type: 'learned', edit: (model) => ({...model, rights})});
    } catch {
      // Settings that cannot be read are told of elsewhere, and the engine refuses by itself.
    }
  }

  return {
    wake: ({type}) => {
      if (type === 'settings.changed') void read();
    },
  };
}
