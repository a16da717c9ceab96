import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fitGrid} from '../../source/commands/fit-grid.ts';
import type {CredentialRow} from '../../source/control/credential-state.ts';
import {runCommand} from '../helpers/command-run.ts';
import {credentialRows, credentialsAnswer, rotationRow} from '../helpers/credential-rows.ts';
import {fakeControl} from '../helpers/fake-control.ts';

test('a row does without spare columns only as far as it must, and where no screen shows it keeps all', () => {
  const rows = [['name', 'a long title', '12:00', 'what it is']];
  const at = (width: number | undefined) => fitGrid(rows, {width, spare: [1, 2]});

  assert.deepEqual(
    [at(undefined), at(37), at(36), at(20), at(10)],
    [
      'name  a long title  12:00  what it is',
      'name  a long title  12:00  what it is',
      'name  12:00  what it is',
      'name  what it is',
      'name  wha…',
    ],
  );
});

test('on a narrow screen no row of the list or of the backups is wrapped, and what stands is visible', async () => {
  const [acme, duo] = credentialRows;
  const silence = {at: '2026-03-03T22:00:00.000Z', sentence: 'Acme could not be asked.'};
  const providers = [{...acme, title: 'Acme Market Data Incorporated', silence}, duo] as readonly CredentialRow[];
  const backups = [
    {
      name: 'screener_api.json.enc.20260303T030000000Z',
      at: '2026-03-03T03:00:00.000Z',
      bytes: 1234,
      before: 'edit acme apiKey',
    },
  ];
  const answer = credentialsAnswer({providers, rotation: [rotationRow('pending')]});
  const control = fakeControl({query: ({name}) => (name === 'backups' ? backups : answer)});

  const list = await runCommand(['credentials', 'list'], {control, columns: 80});
  const tiny = await runCommand(['credentials', 'list'], {control, columns: 60});
  const kept = await runCommand(['credentials', 'backups'], {control, columns: 80});

  const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
  assert.deepEqual(
    [widest(list.stdout) <= 80, widest(tiny.stdout) <= 60, widest(kept.stdout) <= 80],
    [true, true, true],
  );
  assert.match(list.stdout, /^acme +apiKey +•{8} +pending until 2026-03-10 +no answer 2026-03-03$/m);
  assert.match(tiny.stdout, /^acme +apiKey +•{8} +pending until 2026-03-10 +n.*…$/m);
  assert.equal(kept.stdout, 'screener_api.json.enc.20260303T030000000Z  before edit acme apiKey\n');
});
