import type {NumberRange} from '../../control/query.ts';
import {compact, count} from '../figures.ts';

/** From here on nobody sees at once how many zeros there are. */
const long = 10_000;

/** `300,000,000 (300M)`, `345`, `0.03 (3%)` of what must be a share. */
export function figureWords(value: number, range?: NumberRange): string {
  if (range?.most === 1 && !range.isWhole) return `${value} (${Number((value * 100).toPrecision(6))}%)`;
  if (!Number.isInteger(value) || Math.abs(value) < long) return String(value);
  return value < 1e6 ? count(value) : `${count(value)} (${compact(value)})`;
}

/** `A whole number from 15 to 960.` */
export function rangeWords({isWhole, least, above, most}: NumberRange): string {
  const number = isWhole ? 'A whole number' : 'A number';
  if (above !== undefined)
    return `${number} above ${above}${most === undefined ? '' : `, up to ${figureWords(most)}`}.`;
  if (least === undefined) return most === undefined ? `${number}.` : `${number} up to ${figureWords(most)}.`;
  return most === undefined ? `${number} of ${least} or more.` : `${number} from ${least} to ${figureWords(most)}.`;
}

/** What the text comes to as it is typed, before anybody is asked. */
export function typedNumber(text: string, range: NumberRange): string {
  const typed = text.trim();
  if (typed === '') return '';
  const value = numberIn(typed);
  if (value === undefined) return 'That is no number yet.';
  return fits(value, range) ? `That is ${figureWords(value, range)}.` : `${figureWords(value)} does not fit.`;
}

/** As the engine reads it. */
function numberIn(text: string): number | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function fits(value: number, {isWhole, least, above, most}: NumberRange): boolean {
  if (isWhole && !Number.isInteger(value)) return false;
  return value >= (least ?? -Infinity) && value > (above ?? -Infinity) && value <= (most ?? Infinity);
}
