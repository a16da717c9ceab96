import type {GateFinding} from '../engine/event.ts';
import {count, listed} from './figures.ts';

/** What a gate saw and what it allows, in the unit that it measures. */
export function gateSentence({gate, observed, limit, subjects}: GateFinding): string {
  const which = subjects.length > 0 ? ` (${listed(subjects)})` : '';
  switch (gate) {
    case 'removed':
      return `Gate removed: ${share(observed)} of last night's universe would leave, ${share(limit)} is allowed${which}.`;
    case 'list-shrunk':
      return `Gate list-shrunk: a list is ${share(observed)} smaller than the night before, ${share(limit)} is allowed${which}.`;
    case 'large-symbol':
      return `Gate large-symbol: ${count(subjects.length)} would leave only because their data is missing${which}.`;
    case 'min-universe':
      return `Gate min-universe: ${count(observed)} symbols, at least ${count(limit)} are required.`;
  }
}

function share(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
