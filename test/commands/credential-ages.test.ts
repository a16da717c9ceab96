import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runCommand} from '../helpers/command-run.ts';
import {credentialsAnswer, rotationRow} from '../helpers/credential-rows.ts';
import {fakeControl} from '../helpers/fake-control.ts';

for (const [updatedAt, age] of [
  ['2026-03-02T01:00:00.000Z', 'today'],
  ['2026-03-01T01:00:00.000Z', '1 day'],
  ['2025-12-10T22:00:00.000Z', '82 days'],
  [undefined, 'unknown'],
] as const) {
  test(`the list says of a value set ${updatedAt ?? 'nobody knows when'} that its age is ${age}`, async () => {
    const answer = credentialsAnswer({rotation: [rotationRow('current', {updatedAt})]});

    const {stdout} = await runCommand(['credentials', 'list'], {control: fakeControl({query: () => answer})});

    assert.equal(/•{8} +(.*?) {2}/.exec(stdout)?.[1], age);
  });
}
