import {type Act, bindings} from '../keys.ts';
import type {Response} from '../press.ts';

/** They begin with the rows that are marked or under the cursor. */
const ofRows: ReadonlySet<Act> = new Set(['block', 'unblock', 'export']);

/** A key that moves something in the tables must not do so while nobody sees them; it says where it works. A search goes there by itself. */
export function tablesOnly(act: Act | undefined): Response | undefined {
  const binding = bindings.find((b) => b.act === act);
  if (!binding || (binding.group !== 'Look' && !ofRows.has(binding.act)) || act === 'clear' || act === 'search')
    return undefined;
  return {type: 'say', tone: 'info', text: `${binding.shown} works in the tables; Esc goes back to them.`};
}
