/** `down` and `up` keep a sentence such as "passes if minMarketCap ≤ 287M" true. */
export type Rounding = 'nearest' | 'down' | 'up';

const letters = ['K', 'M', 'B', 'T'] as const;
const rounders = {nearest: Math.round, down: Math.floor, up: Math.ceil} as const;

/** Compact dollars of three digits: `1.23B`, `287M`, `0.42`. */
export function money(dollars: number, rounding: Rounding = 'nearest'): string {
  const round = rounders[rounding];
  const power = Math.min(letters.length, Math.floor(Math.log10(Math.abs(dollars)) / 3));
  const letter = letters[power - 1];
  if (letter === undefined) return price(round(dollars * 100) / 100);
  const unit = 1000 ** power;
  const value = Math.abs(dollars) / unit;
  const factor = value >= 100 ? 1 : value >= 10 ? 10 : 100;
  // One division of whole dollars: 1.15 × 100 would be 114.99….
  const rounded = round(dollars / (unit / factor)) / factor;
  const next = letters[power];
  return Math.abs(rounded) >= 1000 && next !== undefined ? `${rounded / 1000}${next}` : `${rounded}${letter}`;
}

/** Exact dollars with at least two decimals; reads back as the same number. */
export function price(dollars: number): string {
  const text = String(dollars);
  if (text.includes('e')) return text;
  const [whole = '', decimals = ''] = text.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}
