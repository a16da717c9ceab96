import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Result} from '../../source/control/control.ts';
import type {Status} from '../../source/control/query.ts';
import {decide, type Schedule, schedule} from '../../source/daemon/scheduler.ts';
import {newYorkCalendar} from '../../source/universe/trading-day.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {manualClock} from '../helpers/manual-clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const terms: Schedule = {enabled: true, afterCloseMinutes: 345, calendar: newYorkCalendar()};

/** A status of which only what the scheduler reads is true. */
function status(sealed?: string, more: {running?: boolean; halted?: boolean; sample?: boolean} = {}): Status {
  return {
    sample: more.sample ?? false,
    progress: {state: more.running ? 'running' : 'idle'},
    ...(sealed === undefined ? {} : {sealed: {session: sealed}}),
    ...(more.halted ? {halted: {actor: 'ann', cause: 'x', at: '2026-03-01T00:00:00Z'}} : {}),
  } as Status;
}

/** Monday 2026-03-02 closes at 21:00 UTC, so its build is due at 02:45 UTC; the guard of Tuesday begins at 14:00 UTC. */
const looks: readonly (readonly [when: string, at: string, sealed: string | undefined, decision: unknown])[] = [
  ['before its hour', '2026-03-03T02:44:00Z', '2026-02-27', {because: 'too-early'}],
  ['at its hour', '2026-03-03T02:45:00Z', '2026-02-27', {build: 'schedule', session: '2026-03-02'}],
  [
    'hours later, the process having been down',
    '2026-03-03T10:00:00Z',
    '2026-02-27',
    {build: 'catch-up', session: '2026-03-02'},
  ],
  ['with no universe at all', '2026-03-03T10:00:00Z', undefined, {build: 'catch-up', session: '2026-03-02'}],
  ['when that night is sealed', '2026-03-03T10:00:00Z', '2026-03-02', {because: 'sealed'}],
  ['inside the guard of the next session', '2026-03-03T14:00:00Z', '2026-02-27', {because: 'in-session'}],
  ['during the session', '2026-03-03T18:00:00Z', '2026-02-27', {because: 'in-session'}],
  ['after that close, when the missed night is past', '2026-03-03T21:30:00Z', '2026-02-27', {because: 'too-early'}],
  ['on a Sunday', '2026-03-08T12:00:00Z', '2026-03-06', {because: 'sealed'}],
  [
    'after the half day of Thanksgiving, which closes at 18:00 UTC',
    '2026-11-27T23:45:00Z',
    '2026-11-25',
    {build: 'schedule', session: '2026-11-27'},
  ],
];

for (const [when, at, sealed, decision] of looks) {
  test(`the ledger decides ${when}`, () => {
    assert.deepEqual(decide(new Date(at), status(sealed), terms), decision);
  });
}

test('nothing is built while switched off, halted or already running', () => {
  const due = new Date('2026-03-03T10:00:00Z');

  assert.deepEqual(decide(due, status(), {...terms, enabled: false}), {because: 'disabled'});
  assert.deepEqual(decide(due, status(undefined, {halted: true}), terms), {because: 'halted'});
  assert.deepEqual(decide(due, status(undefined, {running: true}), terms), {because: 'running'});
});

test('the sample market is exempt from the guard', () => {
  const noon = new Date('2026-03-03T18:00:00Z');

  assert.deepEqual(decide(noon, status(undefined, {sample: true}), terms), {build: 'catch-up', session: '2026-03-02'});
});

test('a year of looks builds each session once and never inside the guard', () => {
  let sealed = '2025-12-31';
  const built: string[] = [];
  const end = Date.parse('2027-01-01T12:00:00Z');

  for (let now = Date.parse('2026-01-01T12:00:00Z'); now < end; now += 10 * minute) {
    const decision = decide(new Date(now), status(sealed), terms);
    if (decision.build === undefined) continue;
    assert.equal(terms.calendar.inSession(new Date(now)), false);
    sealed = decision.session;
    built.push(decision.session);
  }

  assert.equal(built.length, 251);
  assert.equal(new Set(built).size, 251);
});

/** Runs the scheduler for some hours against a control that answers builds as scripted. */
async function run(hours: number, answer: (nth: number) => Result | 'seal') {
  const clock = manualClock('2026-03-03T02:00:00.000Z');
  const stop = new AbortController();
  let sealed = '2026-02-27';
  const builds: string[] = [];
  const control = fakeControl({
    query: ({name}) =>
      name === 'status'
        ? status(sealed)
        : [
            {field: 'schedule.afterCloseMinutes', value: 345},
            {field: 'schedule.enabled', value: true},
          ],
    perform: (command): Result => {
      assert.equal(command.name, 'build');
      builds.push(`${clock.now().toISOString().slice(11, 16)} ${command.name === 'build' ? command.trigger : ''}`);
      const result = answer(builds.length);
      if (result !== 'seal') return result;
      sealed = '2026-03-02';
      return {kind: 'done', sentence: 'Sealed.'};
    },
  });
  const running = schedule({control, clock, actor: {name: 'root', via: 'daemon'}, signal: stop.signal, say: () => {}});
  // The first look happens at once, before any time has passed.
  await new Promise((resolve) => setImmediate(resolve));
  for (let passed = 0; passed < hours * hour; passed += minute) await clock.advance(minute);
  stop.abort();
  await running;
  return builds;
}

test('a night is built once, at its hour', async () => {
  assert.deepEqual(await run(9, () => 'seal'), ['02:45 schedule']);
});

test('a build that a gate refused waits for a person', async () => {
  assert.deepEqual(await run(9, () => ({kind: 'unfit', sentence: 'Refused.'})), ['02:45 schedule']);
});

test('a build that could not be tried is tried again, ever more seldom', async () => {
  const builds = await run(5, () => ({kind: 'failed', sentence: 'No.'}));

  assert.deepEqual(builds, [
    '02:45 schedule',
    '02:50 schedule',
    '03:00 catch-up',
    '03:20 catch-up',
    '04:00 catch-up',
    '05:20 catch-up',
  ]);
});

test('a paused build goes on when its quota allows', async () => {
  const builds = await run(9, (nth) =>
    nth === 1 ? {kind: 'paused', sentence: 'Quota.', data: {until: '2026-03-03T06:30:00.000Z'}} : 'seal',
  );

  assert.deepEqual(builds, ['02:45 schedule', '06:30 catch-up']);
});
