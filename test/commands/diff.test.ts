import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

test('a diff tells of each symbol why it entered, and what counts as changed', async () => {
  const answer = {
    from: '2026-02-27',
    to: '2026-03-02',
    added: ['NEWW', 'UPPP'],
    entered: [
      {symbol: 'NEWW', earlier: 'absent', reasons: [], recovered: false},
      {symbol: 'UPPP', earlier: 'blocked', reasons: [{rule: 'blocked', observed: 0.97, limit: 1}], recovered: true},
    ],
    removed: [],
    recovered: ['UPPP'],
    newlyBlocked: [],
    changed: 1,
    kept: 3122,
    turnover: 0.01,
  };

  const {stdout} = await runCommand(['diff'], {control: fakeControl({query: () => answer})});

  assert.equal(
    stdout,
    [
      '2026-02-27 to 2026-03-02: 2 entered, 0 left, turnover 1.00 %.',
      '3,122 stayed, 1 of them with another exchange, name, type, sector, industry, country or eligibility; closes and caps move every night and do not count.',
      '',
      'Entered',
      '  NEWW  newly listed',
      '  UPPP  recovered: was blocked, 0.97',
      '',
      'Recovered',
      '  UPPP\n',
    ].join('\n'),
  );
});
