import {Failure} from '../failure.ts';
import {clean} from './foreign-text.ts';
import {holidaysOf, isHalfDay, reviewedUntil, shift, weekdayOf} from './holiday.ts';
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

/** Sessions of the New York exchanges by their own rules; the machine's time zone plays no part. */
export function newYorkCalendar(closures: readonly string[] = []): Calendar {
  const days = sessionDays(new Set(closures));
  const clock = newYorkClock();
  const open = (day: Session) => clock.instant(day, 9 * 60 + 30);
  const close = (day: Session) => clock.instant(day, isHalfDay(day) ? 13 * 60 : 16 * 60);
  function lastClosed(now: Date): Session {
    const today = clock.dayOf(now);
    return days.isSession(today) && close(today) <= now ? today : days.previousSession(today);
  }
  return {
    ...days,
    open,
    close,
    lastClosed,
    tradable: (now) => days.nextSession(lastClosed(now)),
    inSession(now, {before = 30, after = 15} = {}) {
      const today = clock.dayOf(now);
      if (!days.isSession(today)) return false;
      const time = now.getTime();
      return time >= open(today).getTime() - before * 60_000 && time < close(today).getTime() + after * 60_000;
    },
    dayOf: clock.dayOf,
    horizon: reviewedUntil,
  };
}

/** What needs no clock: which days are sessions, and their order. */
function sessionDays(
  closures: ReadonlySet<string>,
): Pick<Calendar, 'isSession' | 'nextSession' | 'previousSession' | 'sessionsBetween'> {
  const holidays = new Map<number, ReadonlySet<string>>();
  function isSession(day: string): boolean {
    checkDay(day);
    if (weekdayOf(day) === 0 || weekdayOf(day) === 6 || closures.has(day)) return false;
    const year = Number(day.slice(0, 4));
    const known = holidays.get(year) ?? holidaysOf(year);
    holidays.set(year, known);
    return !known.has(day);
  }
  function step(day: string, by: 1 | -1): Session {
    checkDay(day);
    let next = shift(day, by);
    while (!isSession(next)) next = shift(next, by);
    return next;
  }
  function sessionsBetween(from: string, to: string): number {
    if (to < from) return -sessionsBetween(to, from);
    let count = 0;
    for (let day = step(from, 1); day <= to; day = step(day, 1)) count += 1;
    return count;
  }
  return {isSession, nextSession: (day) => step(day, 1), previousSession: (day) => step(day, -1), sessionsBetween};
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
      checkDay(day);
      const wanted = Date.parse(day) + minutes * 60_000;
      return new Date(2 * wanted - wall(new Date(wanted)));
    },
  };
}

/** A day that does not exist would otherwise roll over into the next month in silence. */
function checkDay(day: string): void {
  const epoch = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  if (!Number.isNaN(epoch) && new Date(epoch).toISOString().startsWith(day)) return;
  throw new Failure('day-invalid', `"${clean(day).slice(0, 32)}" is not a day of the calendar.`, {
    hint: 'Write it as 2026-03-02.',
    kind: 'usage',
  });
}
