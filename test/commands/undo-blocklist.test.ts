import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {LastEditAnswer} from '../../source/control/action-answers.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const edit = {
  record: 7,
  at: '2026-03-02T21:00:00.000Z',
  actor: 'ann',
  action: 'added',
  symbols: ['ABC'],
  justification: 'fraud probe',
  steps: [{symbol: 'ABC', does: 'unblock'}],
} as const;

async function undone(answer: LastEditAnswer, ...flags: string[]) {
  const control = fakeControl({query: () => answer});
  const run = await runCommand(['blocklist', 'undo', ...flags], {control});
  return {...run, performed: control.performed.map(({command}) => command)};
}

test('undo says what the last change was, and reverses that one', async () => {
  const {exit, stderr, performed} = await undone({edit});
  const because = await undone({edit}, '--reason', 'it was another');

  assert.equal(exit, 'done');
  assert.match(stderr, /2026-03-02 21:00 UTC, ann blocked ABC: fraud probe\nUnblocks ABC\./);
  assert.deepEqual(performed, [{name: 'blocklist.undo', record: 7}]);
  assert.deepEqual(because.performed, [{name: 'blocklist.undo', record: 7, justification: 'it was another'}]);
});

test('undo for programs has what came of it and what was undone, and nothing on stderr', async () => {
  const {stdout, stderr} = await undone({edit}, '--json');

  const {kind, data} = JSON.parse(stdout);
  assert.deepEqual([kind, data.edit, stderr], ['done', edit, '']);
});

test('undo with --dry-run changes nothing', async () => {
  const {exit, stdout, performed} = await undone({edit}, '--dry-run');
  const json = await undone({edit}, '--dry-run', '--json');

  assert.deepEqual([exit, performed, json.performed], ['done', [], []]);
  assert.match(stdout, /^2026-03-02 21:00 UTC, ann blocked ABC: fraud probe\nUnblocks ABC\.\n/);
  assert.deepEqual(JSON.parse(json.stdout), {edit});
});

test('undo of nothing says why, and performs nothing', async () => {
  const never = await undone({});
  const recovered = await undone({recoveredAt: '2026-03-02T21:30:00.000Z'});
  const over = await undone({edit: {...edit, sentence: 'There is nothing to undo: ABC: it is not blocked any more.'}});

  assert.deepEqual([never.exit, recovered.exit, over.exit], ['usage', 'usage', 'usage']);
  assert.equal(never.stderr, 'Nobody has blocked or unblocked anything here.\n');
  assert.match(recovered.stderr, /cannot be undone.* To block a symbol of it again: universe blocklist add SYMBOL/);
  assert.match(over.stderr, /it is not blocked any more/);
  assert.deepEqual([...never.performed, ...recovered.performed, ...over.performed], []);
});

test('undo takes no symbols and no end, and the other verbs take no --dry-run', async () => {
  const more = await runCommand(['blocklist', 'undo', 'ABC']);
  const until = await undone({edit}, '--until', '7d');
  const dry = await runCommand(['blocklist', 'remove', 'ABC', '--reason', 'merged', '--dry-run']);

  assert.deepEqual([more.exit, until.exit, dry.exit], ['usage', 'usage', 'usage']);
  assert.match(dry.stderr, /--dry-run goes with blocklist undo/);
});
