import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Failure} from '../../source/failure.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const answering = (answer: unknown) => ({control: fakeControl({query: () => answer})});
const check = (passed: boolean) => ({check: 'hash', passed, sentence: 'Its hash.'});

test('verify exits 0 only for a universe that is fit, and 6 when halted', async () => {
  const verify = async (answer: object) => (await runCommand(['verify'], answering({checks: [], ...answer}))).exit;

  assert.equal(await verify({fit: true, halted: false}), 'done');
  assert.equal(await verify({fit: false, halted: false}), 'unfit');
  assert.equal(await verify({fit: false, halted: true}), 'halted');
});

test('verify says HALTED where the engine hangs and the switch stands, and else that it does not answer', async () => {
  const hanging = fakeControl({
    query: () => {
      throw new Failure('writer.no-answer', 'The daemon does not answer.', {kind: 'no-answer'});
    },
  });
  const halt = {actor: 'ann', cause: 'broker outage', at: '2026-03-02T22:00:00Z'};
  const verify = (argv: readonly string[], found?: typeof halt) =>
    runCommand(['verify', ...argv], {control: hanging, change: {haltOnDisk: async () => found}});

  const halted = await verify([], halt);
  assert.equal(halted.exit, 'halted');
  assert.match(halted.stdout, /^HALTED: by ann at 2026-03-02T22:00:00Z: broker outage$/m);
  assert.match(halted.stderr, /The daemon does not answer\./);
  assert.equal(JSON.parse((await verify(['--json'], halt)).stdout).halted, true);
  assert.equal((await verify([])).exit, 'no-answer');
});

test('verify names what failed and what is only reported', async () => {
  const checks = [check(true), check(false), {...check(false), reported: true}];
  const {stdout} = await runCommand(['verify'], answering({fit: false, halted: false, checks}));

  assert.equal(
    stdout,
    '  ok    hash  Its hash.\n  FAIL  hash  Its hash.\n  note  hash  Its hash.\n\nNot fit for trading.\n',
  );
});
