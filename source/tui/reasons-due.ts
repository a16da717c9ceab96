import type {Model} from './model.ts';
import {asksReasons} from './search.ts';

/** Somebody compares tables or searches by reason, and the reasons of the sealed night have not been read, or could not be. */
export function areReasonsDue({comparison, reasons, search, status}: Model): boolean {
  return (
    (comparison !== undefined || asksReasons(search)) &&
    (reasons === undefined || reasons.buildId !== status?.sealed?.buildId)
  );
}

/** A search by reason has found nothing yet, because the reasons are being read; where they cannot be, what was found is all. */
export function isReadingReasons(model: Model): boolean {
  return asksReasons(model.search) && areReasonsDue(model) && model.reasons?.sentence === undefined;
}

export const readingReasons = 'reading the reasons';
