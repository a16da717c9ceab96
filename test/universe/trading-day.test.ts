import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';

const calendar = newYorkCalendar();
const day = fc
  .date({min: new Date('2015-01-01'), max: new Date('2028-12-31'), noInvalidDate: true})
  .map((date) => date.toISOString().slice(0, 10));
const instant = fc.date({min: new Date('2015-01-05'), max: new Date('2028-12-31'), noInvalidDate: true});

/** Weekdays between two days on which the market stays closed. */
function closedWeekdays(year: number): string[] {
  const closed: string[] = [];
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += 86_400_000) {
    const date = new Date(time);
    const text = date.toISOString().slice(0, 10);
    if (date.getUTCDay() % 6 !== 0 && !calendar.isSession(text)) closed.push(text.slice(5));
  }
  return closed;
}

test('the holidays of a year are those of the exchange', () => {
  assert.deepEqual(closedWeekdays(2021), [
    '01-01',
    '01-18',
    '02-15',
    '04-02',
    '05-31',
    '07-05',
    '09-06',
    '11-25',
    '12-24',
  ]);
  assert.deepEqual(
    closedWeekdays(2022),
    ['01-17', '02-21', '04-15', '05-30', '06-20', '07-04', '09-05', '11-24', '12-26'],
    'New Year on a Saturday is not observed; Juneteenth since 2022',
  );
  assert.deepEqual(
    closedWeekdays(2025),
    ['01-01', '01-09', '01-20', '02-17', '04-18', '05-26', '06-19', '07-04', '09-01', '11-27', '12-25'],
    'the day of mourning of 2025-01-09',
  );
  assert.deepEqual(closedWeekdays(2026), [
    '01-01',
    '01-19',
    '02-16',
    '04-03',
    '05-25',
    '06-19',
    '07-03',
    '09-07',
    '11-26',
    '12-25',
  ]);
  assert.deepEqual(closedWeekdays(2027), [
    '01-01',
    '01-18',
    '02-15',
    '03-26',
    '05-31',
    '06-18',
    '07-05',
    '09-06',
    '11-25',
    '12-24',
  ]);
  assert.deepEqual(closedWeekdays(2028), [
    '01-17',
    '02-21',
    '04-14',
    '05-29',
    '06-19',
    '07-04',
    '09-04',
    '11-23',
    '12-25',
  ]);
});

test('half days close at one, the days around them at four', () => {
  const early: string[] = [];
  for (let session = '2024-01-02'; session < '2029'; session = calendar.nextSession(session)) {
    const hours = (calendar.close(session).getTime() - calendar.open(session).getTime()) / 3_600_000;
    if (hours !== 6.5) early.push(`${session} ${hours}`);
  }

  assert.deepEqual(
    early,
    [
      ...[
        '2024-07-03',
        '2024-11-29',
        '2024-12-24',
        '2025-07-03',
        '2025-11-28',
        '2025-12-24',
        '2026-11-27',
        '2026-12-24',
      ],
      ...['2027-11-26', '2028-07-03', '2028-11-24'],
    ].map((session) => `${session} 3.5`),
  );
});

test('opens and closes follow the daylight saving of New York', () => {
  assert.equal(calendar.open('2026-03-06').toISOString(), '2026-03-06T14:30:00.000Z');
  assert.equal(calendar.open('2026-03-09').toISOString(), '2026-03-09T13:30:00.000Z');
  assert.equal(calendar.close('2026-10-30').toISOString(), '2026-10-30T20:00:00.000Z');
  assert.equal(calendar.close('2026-11-02').toISOString(), '2026-11-02T21:00:00.000Z');
});

test('the last closed session changes at the close, and the next tradable one with it', () => {
  const before = new Date('2026-03-02T20:59:59Z');
  const after = new Date('2026-03-02T21:00:00Z');

  assert.deepEqual([calendar.lastClosed(before), calendar.tradable(before)], ['2026-02-27', '2026-03-02']);
  assert.deepEqual([calendar.lastClosed(after), calendar.tradable(after)], ['2026-03-02', '2026-03-03']);
});

test('the guard holds from half an hour before the open to a quarter after the close', () => {
  const at = (time: string) => calendar.inSession(new Date(`2026-11-27T${time}Z`));

  assert.deepEqual(['13:59:59', '14:00:00', '18:14:59', '18:15:00'].map(at), [false, true, true, false]);
  assert.equal(calendar.inSession(new Date('2026-11-26T16:00:00Z')), false);
  assert.equal(calendar.inSession(new Date('2026-11-27T14:29:59Z'), {before: 0, after: 0}), false);
});

test('the day is that of New York', () => {
  assert.equal(calendar.dayOf(new Date('2026-03-03T04:59:59Z')), '2026-03-02');
  assert.equal(calendar.dayOf(new Date('2026-03-03T05:00:00Z')), '2026-03-03');
});

test('sessions are counted after the first day up to the last, backwards below zero', () => {
  assert.equal(calendar.sessionsBetween('2026-02-27', '2026-03-02'), 1);
  assert.equal(calendar.sessionsBetween('2026-03-02', '2026-03-02'), 0);
  assert.equal(calendar.sessionsBetween('2026-02-28', '2026-03-01'), 0);
  assert.equal(calendar.sessionsBetween('2026-03-02', '2026-02-27'), -1);
  assert.equal(calendar.sessionsBetween('2025-12-31', '2026-12-31'), 251);
});

test('closures of the settings are days without a session', () => {
  const closed = newYorkCalendar(['2026-03-03']);

  assert.equal(closed.isSession('2026-03-03'), false);
  assert.equal(closed.nextSession('2026-03-02'), '2026-03-04');
  assert.equal(calendar.isSession('2026-03-03'), true);
});

test('next and previous are sessions, strictly apart, with none between', () => {
  fc.assert(
    fc.property(day, (asked) => {
      const [next, previous] = [calendar.nextSession(asked), calendar.previousSession(asked)];

      assert.ok(previous < asked && asked < next);
      assert.ok(calendar.isSession(next) && calendar.isSession(previous));
      assert.equal(calendar.sessionsBetween(previous, next), calendar.isSession(asked) ? 2 : 1);
    }),
  );
});

test('at any instant the last close has passed and the tradable one has not', () => {
  fc.assert(
    fc.property(instant, (now) => {
      assert.ok(calendar.close(calendar.lastClosed(now)) <= now);
      assert.ok(calendar.close(calendar.tradable(now)) > now);
      assert.equal(calendar.previousSession(calendar.tradable(now)), calendar.lastClosed(now));
    }),
  );
});

test('a day that does not exist is refused, not rolled over', () => {
  for (const wrong of ['2026-02-30', '2026-13-01', '02/03/2026', '', 'tomorrow'])
    assert.throws(() => calendar.isSession(wrong), {code: 'day-invalid'});
  assert.throws(() => calendar.nextSession('2026-02-30'), {code: 'day-invalid'});
});

test('the calendar says until when it was reviewed', () => {
  assert.equal(calendar.horizon, '2028');
});
