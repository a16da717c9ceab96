import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const verdicts: readonly (readonly [audit: object, exit: string, says: string])[] = [
  [{passed: true}, 'done', 'All is as it was written: both logs are whole.'],
  [{passed: true, reported: true}, 'done', 'Nothing new is wrong. What is noted stands above: audit-log.'],
  [{passed: false}, 'failed', 'Not as it was written: audit-log. What is wrong and what to do next stands beside it.'],
];
for (const [audited, exit, says] of verdicts) {
  test(`audit verify ends with ${exit} and says: ${says}`, async () => {
    const checks = [
      {check: 'ops-log', passed: true, sentence: 'The chain of 12 records holds.'},
      {check: 'audit-log', sentence: 'The chain of 4 records is looked at.', ...audited},
    ];
    const whole = exit === 'done';
    const control = fakeControl({query: () => ({whole, checks})});

    const run = await runCommand(['audit', 'verify'], {control});
    const json = await runCommand(['audit', 'verify', '--json'], {control});

    assert.deepEqual([run.exit, json.exit], [exit, exit]);
    assert.match(run.stdout, new RegExp(`audit-log.*\\n\\n${says}\\n$`));
    assert.deepEqual(JSON.parse(json.stdout), {whole, checks});
  });
}

test('settings that somebody edited by hand are no damage of before', async () => {
  const checks = [
    {check: 'ops-log', passed: true, sentence: 'The chain of 12 records holds.'},
    {check: 'settings-file', passed: true, reported: true, sentence: 'It was edited by hand.'},
  ];

  const {exit, stdout} = await runCommand(['audit', 'verify'], {
    control: fakeControl({query: () => ({whole: true, checks})}),
  });

  assert.equal(exit, 'done');
  assert.match(stdout, /\n\nBoth logs are whole\. The settings were edited by hand, which is not on record yet\.\n$/);
});
