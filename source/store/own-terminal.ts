import {accessSync, constants} from 'node:fs';

/**
 * Whether this process may open the terminal behind a descriptor for itself, as Node then does. Where it may not (`su` keeps the
 * terminal of somebody else) it shares the terminal's flags with its shell, and what it changes there outlives it.
 */
export function mayOpenTerminal(descriptor: number): boolean {
  try {
    accessSync(`/proc/self/fd/${descriptor}`, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
