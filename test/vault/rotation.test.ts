import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Age, type RotationPolicies, rotationOf, rotationReport} from '../../source/vault/rotation.ts';

const policies: RotationPolicies = {maxAgeDays: 90, windowDays: 7, noticeDays: 14, each: {}};
const put = '2026-01-01T00:00:00.000Z';

/** So many days and milliseconds after the value was put there. */
function after(days: number, ms = 0): Date {
  return new Date(Date.parse(put) + days * 86_400_000 + ms);
}

function statusAt(now: Date, age: Age = {updatedAt: put}, more: Partial<RotationPolicies> = {}): [string, boolean] {
  const secret = {provider: 'tradier', field: 'token', age};
  const {status, expiringSoon} = rotationOf(secret, {...policies, ...more}, {now});
  return [status, expiringSoon];
}

test('a secret is current until 7 days before its 90, pending to the last moment, and then expired', () => {
  const rows: readonly (readonly [Date, string, boolean])[] = [
    [after(0), 'current', false],
    [after(76, -1), 'current', false],
    [after(76), 'current', true],
    [after(83, -1), 'current', true],
    [after(83), 'pending', true],
    [after(90), 'pending', true],
    [after(90, 1), 'expired', true],
    [after(400), 'expired', true],
  ];

  for (const [now, status, soon] of rows) assert.deepEqual(statusAt(now), [status, soon], now.toISOString());
});

test('the earlier of the two ends counts: of the policy, and of the secret itself', () => {
  const ends = (expiresAt: string) => ({updatedAt: put, expiresAt});
  const dueAt = (age: Age) => rotationOf({provider: 'tradier', field: 'token', age}, policies, {now: after(0)}).dueAt;

  assert.equal(dueAt({updatedAt: put}), after(90).toISOString());
  assert.equal(dueAt(ends(after(30).toISOString())), after(30).toISOString());
  assert.equal(dueAt(ends(after(300).toISOString())), after(90).toISOString());
  assert.deepEqual(statusAt(after(24), ends(after(30).toISOString())), ['pending', true]);
  assert.deepEqual(statusAt(after(30, 1), ends(after(30).toISOString())), ['expired', true]);
});

test('a secret of unknown age is pending, whatever the day, and says no date', () => {
  for (const age of [{}, {updatedAt: 'some day'}]) {
    const row = rotationOf({provider: 'tradier', field: 'token', age}, policies, {now: after(0)});
    assert.deepEqual([row.status, row.expiringSoon, row.dueAt], ['pending', true, undefined]);
  }
  const known = rotationOf({provider: 'tradier', field: 'token', age: {expiresAt: after(60).toISOString()}}, policies, {
    now: after(0),
  });
  assert.deepEqual([known.status, known.dueAt], ['current', after(60).toISOString()]);
});

test('what is said of one secret counts before what is said of its provider, and that before the rest', () => {
  const each = {tradier: {maxAgeDays: 30, windowDays: 3}, 'tradier.token': {maxAgeDays: 10}};

  assert.deepEqual(statusAt(after(6), {updatedAt: put}, {each}), ['current', true]);
  assert.deepEqual(statusAt(after(7), {updatedAt: put}, {each}), ['pending', true]);
  assert.deepEqual(statusAt(after(10, 1), {updatedAt: put}, {each}), ['expired', true]);
  assert.deepEqual(statusAt(after(10, 1), {updatedAt: put}, {each: {alpaca: {maxAgeDays: 1}}}), ['current', false]);
});

test('a rotation under way is said before the age, and one that failed only while the value is good', () => {
  const secret = {provider: 'tradier', field: 'token', age: {updatedAt: put}};
  const statuses = (state: 'rotating' | 'failed') =>
    [60, 400].map((days) => rotationOf(secret, policies, {now: after(days), trial: {state, at: put}}).status);

  assert.deepEqual(statuses('rotating'), ['rotating', 'rotating']);
  assert.deepEqual(statuses('failed'), ['failed', 'expired']);
});

test('the report counts every status, and names what needs rotation and what ends soon', () => {
  const now = after(85);
  const row = (field: string, days: number, trial?: {state: 'rotating' | 'failed'; at: string}) =>
    rotationOf(
      {provider: 'alpaca', field, age: {updatedAt: after(days).toISOString()}},
      policies,
      trial ? {now, trial} : {now},
    );
  const unknown = rotationOf({provider: 'alpaca', field: 'unknown', age: {}}, policies, {now});
  const rows = [
    ...[row('young', 60), row('noticed', 8), row('due', 1), row('over', -10), unknown],
    ...[row('tried', 60, {state: 'failed', at: put}), row('trying', 60, {state: 'rotating', at: put})],
  ];

  assert.deepEqual(rotationReport(rows, now), {
    generated_at: now.toISOString(),
    total_secrets: 7,
    by_status: {current: 2, rotating: 1, pending: 2, expired: 1, failed: 1},
    needs_rotation: ['alpaca.due', 'alpaca.over', 'alpaca.unknown', 'alpaca.tried'],
    due_since: [
      {name: 'alpaca.due', since: '2026-03-26T00:00:00.000Z'},
      {name: 'alpaca.over', since: '2026-03-22T00:00:00.000Z'},
      {name: 'alpaca.tried', since: '2026-01-01T00:00:00.000Z'},
    ],
    expiring_soon: [
      {name: 'alpaca.noticed', expires_at: after(98).toISOString()},
      {name: 'alpaca.due', expires_at: after(91).toISOString()},
    ],
  });
});
