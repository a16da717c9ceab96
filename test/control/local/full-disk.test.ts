import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {saidOnSmallDisk} from '../../helpers/small-disk.ts';

const child = fileURLToPath(new URL('full-disk-child.ts', import.meta.url));
const editing = fileURLToPath(new URL('full-disk-edits.ts', import.meta.url));

test('while the disk is full nothing is done that cannot be put on record, and afterwards both chains go on whole', async (t) => {
  const said = await saidOnSmallDisk(t, child);
  if (said === undefined) return t.skip('This system lets nobody but root mount a disk.');

  const {stdout, stderr} = said;
  assert.equal(stderr, '');
  const {refused, ...rest} = JSON.parse(stdout) as {readonly refused: Readonly<Record<string, readonly string[]>>};
  assert.equal(Object.keys(refused).length, 5);
  for (const [name, [code, sentence]] of Object.entries(refused)) {
    assert.equal(code, 'file.disk-full', name);
    if (name === 'halt') continue;
    assert.match(
      sentence ?? '',
      /^Nothing was done, because it could not be put on record: \S+\/screener_credentials_audit\.log could not be written: the disk is full\. What was saved before stands unchanged\. Free some space, then run the same command again\.$/,
    );
  }
  // The kill-switch waits for neither log nor disk.
  assert.match(refused.halt?.[1] ?? '', /halt\.json could not be written: the disk is full/);
  assert.deepEqual(rest, {
    unchanged: true,
    written: 0,
    asked: 0,
    halted: true,
    isShown: true,
    kind: 'done',
    broken: [null, null],
    // Whoever could not write lets go of what was opened for it.
    handles: 0,
    deeds: ['reveal intended', 'reveal done', 'check intended', 'check done'],
  });
});

test('a block, an unblock and an undo that a full disk refused are nowhere, and come with no later write', async (t) => {
  const said = await saidOnSmallDisk(t, editing);
  if (said === undefined) return t.skip('This system lets nobody but root mount a disk.');

  const {stdout, stderr} = said;

  assert.equal(stderr, '');
  const {refused, full, free, retried, again, logged, halts, past} = JSON.parse(stdout);
  for (const sentence of refused)
    assert.match(
      sentence,
      /screener_blocklist\.txt could not be written: the disk is full\. What was saved before stands/,
    );
  assert.equal(refused.length, 3);
  assert.deepEqual(full, {known: ['JPM', 'MSFT'], file: ['JPM', 'MSFT'], unblocks: []});
  assert.deepEqual(free, {known: ['JPM', 'MSFT', 'PG'], file: ['JPM', 'MSFT', 'PG'], unblocks: []});
  assert.match(retried, /^JPM unblocked\./);
  assert.deepEqual(again, {known: ['MSFT', 'PG'], file: ['MSFT', 'PG'], unblocks: ['JPM']});
  assert.deepEqual(logged, ['added JPM', 'added MSFT', 'added PG', 'removed JPM']);
  assert.match(halts[0], /halt\.json could not be written: the disk is full/);
  assert.equal(past, 'The engine knows of the full disk.');
  assert.match(halts[1], /^Halted: nothing builds in /);
  assert.match(halts[2], /^Halted already, since .*: closes look wrong; they still do\.$/);
});
