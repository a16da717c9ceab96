import type {Clock} from '../clock.ts';
import type {Change, Gesture, Report} from './change.ts';
import type {Model} from './model.ts';
import {reduceGesture} from './reduce-gesture.ts';
import {reduceReport} from './reduce-report.ts';

/** Every frame is drawn whole before it is compared with the one before, so news from the engine waits for company; keys never do. */
const restMs = 150;

export type Store = {
  readonly get: () => Model;
  readonly subscribe: (listener: () => void) => () => void;
  /** In the model at once; on the screen at once for a gesture, within `restMs` for a report. */
  readonly apply: (change: Change) => void;
};

export function createStore(first: Model, clock: Clock): Store {
  let model = first;
  let isResting = false;
  const listeners = new Set<() => void>();

  function notify(): void {
    for (const listener of listeners) listener();
  }

  async function notifySoon(): Promise<void> {
    if (isResting) return;
    isResting = true;
    await clock.sleep(restMs);
    isResting = false;
    notify();
  }

  return {
    get: () => model,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    apply(change) {
      if (isReport(change)) {
        model = reduceReport(model, change);
        void notifySoon();
        return;
      }
      model = reduceGesture(model, change);
      notify();
    },
  };
}

/** A record, so that none can be missing. */
const reports: Readonly<Record<Report['type'], true>> = {
  heard: true,
  told: true,
  refused: true,
  loaded: true,
  counted: true,
  connected: true,
  lost: true,
  answered: true,
  noted: true,
  learned: true,
  ticked: true,
};

function isReport(change: Report | Gesture): change is Report {
  return Object.hasOwn(reports, change.type);
}
