import {maskedAddress} from './masked-address.ts';

/** As long as the shortest keys that are issued, and longer than most words. */
const run = /[A-Za-z0-9+=_%&\\-]{16,}/g;
const longest = 80;

/**
 * A value that somebody wrote into the settings, for the sentence that refuses it. What looks like a key is not repeated: people put
 * one where it does not belong, and the sentence ends on a screen, in a log and in a report to others.
 */
export function shownValue(value: unknown): string {
  // JSON has no word for it.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'so large a number';
  const text = maskedAddress(JSON.stringify(value) ?? 'nothing');
  const shown = text.replaceAll(run, (part) => (looksRandom(part) ? '••••••••' : part));
  return shown.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}

/** Words and names have one case and no digits in their midst. */
function looksRandom(part: string): boolean {
  return /\d/.test(part) || (/[a-z]/.test(part) && /[A-Z]/.test(part));
}
