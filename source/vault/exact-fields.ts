import {refused, type Store} from './ask-store.ts';

/** Refuses to write fields back that would not come out as they were: they belong to other programs. */
export function expectExact(store: Store, fields: Readonly<Record<string, unknown>>): void {
  if (Object.values(fields).every(isExact)) return;
  throw refused(
    store,
    'holds a number beside the master key that is too long to be written back as it is',
    'Make it a text, or keep the master key in a secret of its own; nothing was changed.',
  );
}

/** Whole numbers above 2⁵³ lose their last digits when they are parsed. */
function isExact(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isExact);
}
