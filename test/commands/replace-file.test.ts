import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Command} from '../../source/control/control.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const there = ' is there already; nothing was written. Name another file, or add --force.\n';

type Person = {readonly answer?: string};

/** One that may write over a file which is there already. */
async function ran(argv: readonly string[], {answer}: Person = {}) {
  const written: string[] = [];
  const performed: Command[] = [];
  const asked: string[] = [];
  const run = await runCommand(argv, {
    control: {
      ...fakeControl(),
      perform: async (command) => {
        performed.push(command);
        const isTaken = command.name === 'snapshot' && command.replace !== true;
        return isTaken
          ? {kind: 'usage', sentence: 'It is there.', data: {exists: true}}
          : {kind: 'done', sentence: 'Packed.'};
      },
    },
    files: {isThere: async () => true, write: async (path) => void written.push(path)},
    ...(answer === undefined
      ? {}
      : {
          change: {
            ask: async (question) => {
              asked.push(question);
              return answer;
            },
          },
        }),
  });
  return {...run, written, performed: performed.map((command) => 'replace' in command), asked};
}

for (const answer of [undefined, '', 'n', 'no', 'yess']) {
  const who = answer === undefined ? 'without a terminal' : `at the answer "${answer}"`;

  test(`an export over a file that is there is refused ${who}`, async () => {
    const {exit, stderr, written} = await ran(['export', 'ops', '--output', 'ops.csv'], {
      ...(answer !== undefined && {answer}),
    });

    assert.deepEqual([exit, written], ['usage', []]);
    assert.equal(stderr, `/here/ops.csv${there}`);
  });

  test(`a snapshot over a file that is there is refused ${who}`, async () => {
    const {exit, stderr, performed} = await ran(['snapshot', 'a.tgz'], {...(answer !== undefined && {answer})});

    assert.deepEqual([exit, performed], ['usage', [false]]);
    assert.equal(stderr, `/here/a.tgz${there}`);
  });
}

for (const answer of ['y', 'Yes', ' y ']) {
  test(`at the answer "${answer}" it is replaced, after a question that says what is lost`, async () => {
    const exported = await ran(['export', 'ops', '--output', 'ops.csv'], {answer});
    const packed = await ran(['snapshot', 'a.tgz'], {answer});

    assert.deepEqual([exported.exit, exported.written], ['done', ['ops.csv']]);
    assert.deepEqual([packed.exit, packed.performed], ['done', [false, true]]);
    for (const {asked} of [exported, packed])
      assert.match(
        asked.join(),
        /^\/here\/\S+ is there already\. Replace it, so that what is in it now is lost\? \[y\/N\]$/,
      );
  });
}

test('with --force nobody is asked', async () => {
  const exported = await ran(['export', 'ops', '--output', 'ops.csv', '--force'], {answer: 'n'});
  const packed = await ran(['snapshot', 'a.tgz', '--force'], {answer: 'n'});

  assert.deepEqual([exported.exit, exported.written, exported.asked], ['done', ['ops.csv'], []]);
  assert.deepEqual([packed.exit, packed.performed, packed.asked], ['done', [true], []]);
});
