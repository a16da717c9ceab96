import assert from 'node:assert/strict';
import {appendFile, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'node:test';
import {openQuotaLedger} from '../../source/store/quota-ledger.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {tempFolder} from './store-fixture.ts';

const start = Date.parse('2026-03-02T23:59:00.000Z');

test('charges survive a restart and another process sees them, over midnight', async (t) => {
  const folder = await tempFolder(t);
  const clock = manualClock('2026-03-02T23:59:00.000Z');
  const one = await openQuotaLedger(folder, clock);
  const other = await openQuotaLedger(folder, clock);
  await one.charge('yahoo');
  await clock.advance(120_000);
  await other.charge('yahoo', 2);
  await other.charge('nasdaq');

  assert.deepEqual(one.times('yahoo', start), [start, start + 120_000, start + 120_000]);
  assert.equal(one.spentSince('yahoo', start + 1), 2);
  assert.equal(one.spentSince('nasdaq', start), 1);
  assert.equal((await openQuotaLedger(folder, clock)).spentSince('yahoo', 0), 3);
});

test('a torn charge counts for nothing and spoils no later one', async (t) => {
  const folder = await tempFolder(t);
  const clock = manualClock('2026-03-02T12:00:00.000Z');
  const ledger = await openQuotaLedger(folder, clock);
  await ledger.charge('yahoo');
  const file = join(folder, '2026-03-02.ledger');
  await appendFile(file, '\n12345678 17412');
  await ledger.charge('yahoo');
  await writeFile(file, (await readFile(file, 'latin1')).replace(' 1 yahoo', ' 9 yahoo'));

  assert.equal((await openQuotaLedger(folder, clock)).spentSince('yahoo', 0), 1);
});

test('days that no quota looks at any more are dropped, others stay', async (t) => {
  const folder = await tempFolder(t);
  for (const day of ['2026-02-27', '2026-03-01', '2026-03-02']) await writeFile(join(folder, `${day}.ledger`), '');

  await openQuotaLedger(folder, manualClock('2026-03-02T23:59:00.000Z'));

  assert.deepEqual((await readdir(folder)).sort(), ['2026-03-01.ledger', '2026-03-02.ledger']);
});

test('a wall clock set back forgets no charge', async (t) => {
  const folder = await tempFolder(t);
  await (await openQuotaLedger(folder, manualClock('2026-03-02T12:00:00.000Z'))).charge('yahoo');
  const ledger = await openQuotaLedger(folder, manualClock('2026-03-02T11:00:00.000Z'));
  await ledger.charge('yahoo');

  assert.equal(ledger.spentSince('yahoo', Date.parse('2026-03-02T10:30:00.000Z')), 2);
  assert.deepEqual(
    ledger.times('yahoo', 0).map((at) => new Date(at).getUTCHours()),
    [11, 12],
  );
});

test('whoever only looks makes no folder, and the first charge makes it', async (t) => {
  const folder = join(await tempFolder(t), 'state', 'quota');
  const clock = manualClock('2026-03-02T12:00:00.000Z');

  const ledger = await openQuotaLedger(folder, clock);
  const before = [ledger.spentSince('yahoo', 0), await stat(folder).catch(() => 'absent')];
  await ledger.charge('yahoo');

  assert.deepEqual(before, [0, 'absent']);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.equal(ledger.spentSince('yahoo', 0), 1);
});
