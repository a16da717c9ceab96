import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Result} from '../../source/control/control.ts';
import type {RotationRow} from '../../source/vault/rotation.ts';
import {runCommand} from '../helpers/command-run.ts';
import {credentialsAnswer, rotationRow} from '../helpers/credential-rows.ts';
import {fakeControl} from '../helpers/fake-control.ts';

async function ran(argv: readonly string[], rotation: readonly RotationRow[] = [], result?: Result) {
  const control = fakeControl({
    query: () => credentialsAnswer({rotation}),
    ...(result && {perform: () => result}),
  });
  const run = await runCommand(['rotation', ...argv], {control});
  return {...run, performed: control.performed.map(({command}) => command)};
}

for (const [status, exit] of [
  ['current', 'done'],
  ['rotating', 'done'],
  ['pending', 'credentials'],
  ['expired', 'credentials'],
  ['failed', 'credentials'],
] as const) {
  test(`rotation check ends with ${exit} where a secret is ${status}, and changes nothing`, async () => {
    const run = await ran(['check'], [rotationRow('current', {name: 'duo.keyId'}), rotationRow(status)]);

    assert.deepEqual([run.exit, run.performed], [exit, []]);
    assert.match(
      run.stdout,
      new RegExp(
        `^secret +state +since +value +end\\nduo\\.keyId +current.*\\nacme\\.apiKey +${status} +set 2025-12-10 +(was )?good until 2026-03-10\\n$`,
      ),
    );
  });
}

test('a secret within the notice before its end is announced with the days that are left, and is no failure', async () => {
  const rows = [
    rotationRow('current', {expiringSoon: true, dueAt: '2026-03-12T23:00:00.000Z'}),
    rotationRow('current', {name: 'duo.keyId', expiringSoon: true, dueAt: '2026-03-03T09:00:00.000Z'}),
    rotationRow('failed', {name: 'duo.secret', expiringSoon: true, dueAt: '2026-03-01T09:00:00.000Z'}),
  ];
  const {exit, stdout} = await ran(['check'], rows.slice(0, 2));
  const failed = await ran(['check'], rows);

  assert.equal(exit, 'done');
  assert.match(stdout, /\nacme\.apiKey +current, announced +set 2025-12-10 +good until 2026-03-12, 10 days left\n/);
  assert.match(
    stdout,
    /\nduo\.keyId +current, announced +set 2025-12-10 +good until 2026-03-03, less than a day left\n$/,
  );
  assert.match(failed.stdout, /\nduo\.secret +failed +set 2025-12-10 +good until 2026-03-01\n$/);
});

test('that an expired secret could not be rotated either is said beside it', async () => {
  const {stdout} = await ran(['check'], [rotationRow('expired', {trialFailed: true})]);

  assert.match(stdout, /\nacme\.apiKey +expired: rotation failed +set 2025-12-10 +was good until 2026-03-10\n$/);
});

test('since when a secret is due is told, and how many days that is', async () => {
  const rows = [
    rotationRow('pending', {since: '2026-02-28T22:00:00.000Z'}),
    rotationRow('expired', {name: 'duo.keyId', since: '2026-03-02T21:00:00.000Z'}),
  ];
  const {stdout} = await ran(['check'], rows);
  const report = await ran(['report'], rows);

  assert.match(stdout, /\nacme\.apiKey +pending +2026-02-28, 2 days +set/);
  assert.match(stdout, /\nduo\.keyId +expired +2026-03-02, today +set/);
  assert.deepEqual(JSON.parse(report.stdout).due_since, [
    {name: 'acme.apiKey', since: '2026-02-28T22:00:00.000Z'},
    {name: 'duo.keyId', since: '2026-03-02T21:00:00.000Z'},
  ]);
});

test('a secret of unknown age is said to be so', async () => {
  const {stdout} = await ran(['check'], [rotationRow('pending', {updatedAt: undefined, dueAt: undefined})]);

  assert.match(stdout, /\nacme\.apiKey +pending +of unknown age\n$/);
});

test('where no secrets are kept, nothing is due', async () => {
  const {exit, stdout} = await ran(['check']);

  assert.deepEqual([exit, stdout], ['done', 'No secrets are kept here.\n']);
});

test('check for programs is the rows, the report is the document that scripts read', async () => {
  const rows = [rotationRow('failed'), rotationRow('current', {name: 'duo.keyId', expiringSoon: true})];

  const check = await ran(['check', '--json'], rows);
  const report = await ran(['report'], rows);
  const json = await ran(['report', '--json'], rows);

  assert.deepEqual(JSON.parse(check.stdout), rows);
  assert.deepEqual(JSON.parse(report.stdout), {
    generated_at: '2026-03-02T22:00:00.000Z',
    total_secrets: 2,
    by_status: {current: 1, rotating: 0, pending: 0, expired: 0, failed: 1},
    needs_rotation: ['acme.apiKey'],
    due_since: [],
    expiring_soon: [{name: 'duo.keyId', expires_at: '2026-03-10T22:00:00.000Z'}],
  });
  assert.deepEqual([json.stdout, report.exit, check.exit], [report.stdout, 'done', 'credentials']);
});

for (const [argv, due, providers] of [
  [['run', '--due'], true, []],
  [['run', 'acme', 'duo'], false, ['acme', 'duo']],
] as const) {
  test(`rotation ${argv.join(' ')} performs one command`, async () => {
    const {exit, performed} = await ran(argv);

    assert.deepEqual({exit, performed}, {exit: 'done', performed: [{name: 'rotation.run', due, providers}]});
  });
}

test('a run in which one came to nothing ends with credentials, and says which', async () => {
  const {exit, stderr} = await ran(['run', '--due'], [], {kind: 'credentials', sentence: 'Acme was not rotated: no.'});

  assert.deepEqual([exit, stderr], ['credentials', 'Acme was not rotated: no.\n']);
});

test('a run of several says a line for each, what was renewed on stdout', async () => {
  const providers = [
    {
      provider: 'duo',
      rotated: false,
      sentence: 'Duo was not rotated: No secret is kept. Set it with: credentials set duo',
    },
    {provider: 'acme', rotated: true, sentence: 'Acme: apiKey rotated.'},
  ];
  const sentence = providers.map((row) => row.sentence).join(' · ');

  const {exit, stdout, stderr} = await ran(['run', 'duo', 'acme'], [], {
    kind: 'credentials',
    sentence,
    data: {providers},
  });

  assert.deepEqual([exit, stdout, stderr], ['credentials', 'Acme: apiKey rotated.\n', `${providers[0]?.sentence}\n`]);
});

for (const argv of [
  ['run'],
  ['run', 'acme', '--due'],
  ['check', 'acme'],
  ['report', 'acme'],
  ['check', '--due'],
  ['turn'],
]) {
  test(`universe rotation ${argv.join(' ')} is refused`, async () => {
    const {exit, stdout, performed} = await ran(argv);

    assert.deepEqual([exit, stdout, performed], ['usage', '', []]);
  });
}

test('where the secrets cannot be opened, neither a check nor a report claims that all is well', async () => {
  const locked = 'The master key is not there.';
  const look = async (verb: string) => {
    const control = fakeControl({
      query: (query) => ('tryKey' in query && query.tryKey ? credentialsAnswer({locked}) : credentialsAnswer()),
    });
    return runCommand(['rotation', verb], {control});
  };

  const [check, report] = [await look('check'), await look('report')];

  const told = `The secrets cannot be opened, so this is only what was known of them before. ${locked}\n`;
  assert.deepEqual([check.exit, check.stderr], ['credentials', told]);
  assert.match(check.stdout, /\nacme\.apiKey +current/);
  assert.deepEqual([report.exit, report.stderr], ['credentials', told]);
  assert.equal(JSON.parse(report.stdout).total_secrets, 1);
});
