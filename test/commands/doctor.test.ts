import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CheckResult} from '../../source/control/query.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const well: CheckResult = {check: 'settings', passed: true, sentence: 'Every setting is allowed.'};
const noted: CheckResult = {check: 'rotation', passed: true, reported: true, sentence: 'Due to be rotated now: a.key.'};
const bad: CheckResult = {check: 'disk', passed: false, sentence: 'It is full.'};

for (const [checks, last, exit] of [
  [[well], 'All is well.', 'done'],
  [[well, noted], 'Everything works; one note asks for a look.', 'done'],
  [[noted, noted, well], 'Everything works; 2 notes ask for a look.', 'done'],
  [[well, noted, bad], 'Something needs a hand.', 'failed'],
] as const) {
  test(`the doctor ends with: ${last}`, async () => {
    const healthy = checks.every(({passed}) => passed);
    const run = await runCommand(['doctor'], {control: fakeControl({query: () => ({healthy, checks})})});

    assert.deepEqual([run.exit, run.stdout.trim().split('\n').at(-1)], [exit, last]);
  });
}
