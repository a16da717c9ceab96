import {type Act, bindings} from '../keys.ts';
import type {Response} from '../press.ts';

/** They begin with the rows that are marked or under the cursor. */
const ofRows: ReadonlySet<Act> = new Set(['block', 'unblock', 'export']);

/** A key that moves something in the tables must not do so while nobody sees them; it says where it works. A search goes there by itself. */
export function tablesOnly(act: Act | undefined): Response | undefined {
  const binding = bindings.find((b) => b.act === act);
  if (!binding || !isOfTables(binding.act)) return undefined;
  return {type: 'say', tone: 'info', text: `${binding.shown} works in the tables; Esc goes back to them.`};
}

/** Whether nobody could see what it does while the tables are not there. */
export function isOfTables(act: Act): boolean {
  if (act === 'clear' || act === 'search') return false;
  return ofRows.has(act) || bindings.some((b) => b.act === act && b.group === 'Look');
}
