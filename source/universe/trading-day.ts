import {Failure} from '../failure.ts';
import type {Session} from './symbol.ts';

export type Calendar = {
  readonly isSession: (day: string) => boolean;
  /** Strictly after. */
  readonly nextSession: (day: string) => Session;
  /** Strictly before. */
  readonly previousSession: (day: string) => Session;
  readonly open: (day: Session) => Date;
  /** 13:00 in New York on half days. */
  readonly close: (day: Session) => Date;
  /** The latest session whose close has passed. */
  readonly lastClosed: (now: Date) => Session;
  /** The session open now, or the next one. */
  readonly tradable: (now: Date) => Session;
  /** From `before` minutes before the open to `after` minutes after the close. */
  readonly inSession: (now: Date, margin?: {readonly before?: number; readonly after?: number}) => boolean;
  /** The date in New York. */
  readonly dayOf: (instant: Date) => string;
  /** Sessions after `from` up to and with `to`; negative when `to` is earlier. */
  readonly sessionsBetween: (from: string, to: string) => number;
  /** The last year whose rules and closures a person has reviewed. */
  readonly horizon: string;
};

const dayMs = 86_400_000;
/** Days of mourning and disaster, which no rule foretells. */
const specialClosures = [
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
];

/** Sessions of the New York exchanges by their own rules; the machine's time zone plays no part. */
export function newYorkCalendar(closures: readonly string[] = []): Calendar {
  const closed = new Set([...specialClosures, ...closures]);
  const holidays = new Map<number, ReadonlySet<string>>();
  const newYork = newYorkClock();

  function isSession(day: string): boolean {
    const weekday = new Date(epochOf(day)).getUTCDay();
    if (weekday === 0 || weekday === 6 || closed.has(day)) return false;
    const year = Number(day.slice(0, 4));
    const known = holidays.get(year) ?? holidaysOf(year);
    holidays.set(year, known);
    return !known.has(day);
  }
  function step(day: string, days: 1 | -1): Session {
    let next = shift(day, days);
    while (!isSession(next)) next = shift(next, days);
    return next;
  }
  const open = (day: Session) => newYork.instant(day, 9 * 60 + 30);
  const close = (day: Session) => newYork.instant(day, isHalfDay(day) ? 13 * 60 : 16 * 60);
  function lastClosed(now: Date): Session {
    const today = newYork.dayOf(now);
    return isSession(today) && close(today).getTime() <= now.getTime() ? today : step(today, -1);
  }
  return {
    isSession,
    nextSession: (day) => step(day, 1),
    previousSession: (day) => step(day, -1),
    open,
    close,
    lastClosed,
    tradable: (now) => step(lastClosed(now), 1),
    inSession(now, {before = 30, after = 15} = {}) {
      const today = newYork.dayOf(now);
      const time = now.getTime();
      return (
        isSession(today) &&
        time >= open(today).getTime() - before * 60_000 &&
        time < close(today).getTime() + after * 60_000
      );
    },
    dayOf: newYork.dayOf,
    sessionsBetween(from, to) {
      if (to < from) return -this.sessionsBetween(to, from);
      let count = 0;
      for (let day = step(from, 1); day <= to; day = step(day, 1)) count += 1;
      return count;
    },
    horizon: '2028',
  };
}

/** Intl knows the daylight saving rules; its formatter is dear to make, so one serves a calendar. */
function newYorkClock() {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/New_York',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  /** New York's wall clock at that instant, as if it were UTC. */
  function wall(instant: Date): number {
    const part = Object.fromEntries(format.formatToParts(instant).map(({type, value}) => [type, value]));
    return Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}Z`);
  }
  return {
    dayOf: (instant: Date) => new Date(wall(instant)).toISOString().slice(0, 10),
    /** Market hours are far from the hour that daylight saving skips or repeats: one correction is exact. */
    instant(day: string, minutes: number): Date {
      const wanted = epochOf(day) + minutes * 60_000;
      return new Date(wanted - (wall(new Date(wanted)) - wanted));
    },
  };
}

function holidaysOf(year: number): ReadonlySet<string> {
  const newYear = date(year, 1, 1);
  return new Set([
    // On a Saturday it is not observed: the exchanges keep the last day of the year.
    weekdayOf(newYear) === 0 ? shift(newYear, 1) : newYear,
    nth(year, 1, {weekday: 1, count: 3}),
    nth(year, 2, {weekday: 1, count: 3}),
    shift(easterSunday(year), -2),
    shift(nth(year, 6, {weekday: 1, count: 1}), -7),
    ...(year >= 2022 ? [observed(date(year, 6, 19))] : []),
    observed(date(year, 7, 4)),
    nth(year, 9, {weekday: 1, count: 1}),
    nth(year, 11, {weekday: 4, count: 4}),
    observed(date(year, 12, 25)),
  ]);
}

/** The day after Thanksgiving, and the eves of Independence Day and Christmas from Monday to Thursday. */
function isHalfDay(day: string): boolean {
  const eve = day.endsWith('-07-03') || day.endsWith('-12-24');
  if (eve) return weekdayOf(day) >= 1 && weekdayOf(day) <= 4;
  return day === shift(nth(Number(day.slice(0, 4)), 11, {weekday: 4, count: 4}), 1);
}

function observed(day: string): string {
  const weekday = weekdayOf(day);
  if (weekday === 6) return shift(day, -1);
  return weekday === 0 ? shift(day, 1) : day;
}

function nth(year: number, month: number, {weekday, count}: {weekday: number; count: number}): string {
  const first = date(year, month, 1);
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
  return date(year, Math.floor(f / 31), (f % 31) + 1);
}

function date(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

function weekdayOf(day: string): number {
  return new Date(epochOf(day)).getUTCDay();
}

function shift(day: string, days: number): string {
  return new Date(epochOf(day) + days * dayMs).toISOString().slice(0, 10);
}

function epochOf(day: string): number {
  const epoch = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(epoch) || new Date(epoch).toISOString().slice(0, 10) !== day)
    throw new Failure('day-invalid', `"${day}" is not a day of the calendar.`, {hint: 'Write it as 2026-03-02.'});
  return epoch;
}
