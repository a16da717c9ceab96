import {roll, seedOf} from './seeded.ts';

/** The number of a session counted in weekdays, so that a holiday costs nothing but a number nobody uses. */
export function dayNumber(session: string): number {
  const days = Math.floor(Date.parse(`${session}T00:00:00Z`) / 86_400_000) - 4; // 1970-01-05 was a Monday
  return Math.floor(days / 7) * 5 + Math.min(((days % 7) + 7) % 7, 4);
}

/** The weekday before a session, for answers that are a day old. */
export function weekdayBefore(session: string): string {
  const day = new Date(`${session}T00:00:00Z`);
  do day.setUTCDate(day.getUTCDate() - 1);
  while (day.getUTCDay() % 6 === 0);
  return day.toISOString().slice(0, 10);
}

const octaves = 9;
/** Below a half: steps as large as a real market's, but a month apart it has not gone as far. */
const persistence = 0.38;

/**
 * Where a random walk of unit steps stands on a day, without walking there: noise of every length from a day to a year.
 * It looks like a walk for months and never leaves for good, so the market is as full in ten years as it is now.
 */
export function walk(seed: number, day: number): number {
  let sum = 0;
  for (let octave = 0; octave < octaves; octave++) {
    const length = 2 ** octave;
    const node = Math.floor(day / length);
    const share = day / length - node;
    const from = level(seed, octave, node);
    sum += length ** persistence * (from + share * (level(seed, octave, node + 1) - from));
  }
  return sum / 2;
}

function level(seed: number, octave: number, node: number): number {
  return (roll(seed ^ Math.imul(octave + 1, 0x51ed270b), node) - 0.5) * Math.sqrt(12);
}

export type Absence = 'here' | 'absent' | 'stale';

/**
 * Whether the source has a symbol's close tonight. In most stretches of 60 sessions a symbol vanishes once, for one
 * to ten sessions (`longest`), and a quarter of those leave last night's close standing instead.
 */
export function presence(symbol: string, day: number, longest: number): Absence {
  const phase = seedOf(symbol, 'phase') % 60;
  const stretch = Math.floor((day + phase) / 60);
  const seed = seedOf(symbol, 'vanishes', stretch);
  if (roll(seed) > 0.43) return 'here';
  const length = Math.min(longest, 1 + Math.floor(10 * roll(seed, 1) ** 2.5));
  const start = Math.floor(roll(seed, 2) * (60 - length));
  const place = day + phase - stretch * 60;
  if (place < start || place >= start + length) return 'here';
  return roll(seed, 3) < 0.25 ? 'stale' : 'absent';
}

/** How far a symbol has sunk since its last reverse split, as a factor on its price. */
export function sunk(symbol: string, day: number, every: number): number {
  const place = (day + (seedOf(symbol, 'split') % every)) % every;
  return Math.exp((-place / every) * Math.log(24));
}

/** Whether a rotating ticker is on the market: it is away for 75 of every 500 sessions. */
export function isListed(symbol: string, day: number): boolean {
  return (day + (seedOf(symbol, 'listed') % 500)) % 500 >= 75;
}
