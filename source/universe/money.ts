/** `down` and `up` keep a sentence such as "passes if minMarketCap ≤ 287M" true. */
export type Rounding = 'nearest' | 'down' | 'up';

const units: readonly (readonly [number, string])[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
];
const rounders = {nearest: Math.round, down: Math.floor, up: Math.ceil} as const;

/** Compact dollars of three digits: `1.23B`, `287M`, `0.42`. */
export function money(dollars: number, rounding: Rounding = 'nearest'): string {
  const round = rounders[rounding];
  const size = Math.abs(dollars);
  for (const [unit, letter] of units) {
    if (size >= unit || scaled(size / unit, round) >= 1) return `${digits(dollars / unit, round)}${letter}`;
  }
  return price(round(dollars * 100) / 100);
}

/** Exact dollars with at least two decimals; reads back as the same number. */
export function price(dollars: number): string {
  const text = String(dollars);
  if (text.includes('e')) return text;
  const [whole = '', decimals = ''] = text.split('.');
  return `${whole}.${decimals.padEnd(2, '0')}`;
}

function scaled(value: number, round: (value: number) => number): number {
  return value >= 0.9995 ? round(value * 100) / 100 : 0;
}

function digits(value: number, round: (value: number) => number): string {
  const size = Math.abs(value);
  const factor = size >= 100 ? 1 : size >= 10 ? 10 : 100;
  return String(round(Number((value * factor).toPrecision(12))) / factor);
}
