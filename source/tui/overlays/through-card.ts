import type {Act} from '../keys.ts';
import {isMotion} from '../pane-window.ts';

/** What a person does to the symbol, or looks up, without leaving its card. */
const through: ReadonlySet<Act> = new Set(['block', 'unblock', 'undo', 'copy', 'help', 'palette']);
/** These work whatever is open. */
const always: ReadonlySet<Act> = new Set(['redraw', 'suspend']);

export function goesThroughCard(act: Act): boolean {
  return through.has(act);
}

export function worksOnCard(act: Act): boolean {
  return through.has(act) || always.has(act) || isMotion(act);
}
