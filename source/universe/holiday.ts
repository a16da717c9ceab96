/** Days of mourning and disaster, which no rule foretells. */
const specialClosures: ReadonlySet<string> = new Set([
  '2001-09-11',
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11',
  '2007-01-02',
  '2012-10-29',
  '2012-10-30',
  '2018-12-05',
  '2025-01-09',
]);

/** The last year whose holidays and closures a person has compared with the exchange's own table. */
export const reviewedUntil = '2028';

/** Weekdays of a year on which the New York exchanges stay closed. */
export function holidaysOf(year: number): ReadonlySet<string> {
  const newYear = dateOf(year, 1, 1);
  return new Set([
    // On a Saturday it is not observed: the exchanges keep the last day of the year.
    weekdayOf(newYear) === 0 ? shift(newYear, 1) : newYear,
    nth(year, 1, {weekday: 1, count: 3}),
    nth(year, 2, {weekday: 1, count: 3}),
    shift(easterSunday(year), -2),
    shift(nth(year, 6, {weekday: 1, count: 1}), -7),
    ...(year >= 2022 ? [observed(dateOf(year, 6, 19))] : []),
    observed(dateOf(year, 7, 4)),
    nth(year, 9, {weekday: 1, count: 1}),
    nth(year, 11, {weekday: 4, count: 4}),
    observed(dateOf(year, 12, 25)),
    ...[...specialClosures].filter((day) => day.startsWith(`${year}-`)),
  ]);
}

/**
 * Whether a session ends early: the day after Thanksgiving, and the eves of Independence Day and Christmas. An eve on a
 * Friday is the observed holiday itself and no session.
 */
export function isHalfDay(day: string): boolean {
  if (day.endsWith('-07-03') || day.endsWith('-12-24')) return true;
  return day === shift(nth(Number(day.slice(0, 4)), 11, {weekday: 4, count: 4}), 1);
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(day).getUTCDay();
}

export function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function observed(day: string): string {
  const weekday = weekdayOf(day);
  if (weekday === 6) return shift(day, -1);
  return weekday === 0 ? shift(day, 1) : day;
}

function nth(year: number, month: number, {weekday, count}: {weekday: number; count: number}): string {
  const first = dateOf(year, month, 1);
  return shift(first, ((weekday - weekdayOf(first) + 7) % 7) + (count - 1) * 7);
}

/** The Gregorian computus of Meeus, Jones and Butcher. */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dateOf(year, Math.floor(f / 31), (f % 31) + 1);
}

function dateOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
