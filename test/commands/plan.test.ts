import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const acme = {
  provider: 'acme',
  because: 'missing',
  field: 'apiKey',
  sentence: 'Acme has no credentials: its API key is missing.',
};
const answer = {session: '2026-03-02', steps: [], calls: 0, minutes: 0, quotas: [], fits: true};
const planned = (more: object) => runCommand(['plan'], {control: fakeControl({query: () => ({...answer, ...more})})});

test('a plan whose build would stop for credentials says for which, and exits as the build does', async () => {
  const stop = {sentence: acme.sentence, hint: 'Set them with: universe credentials set acme.'};

  const {exit, stdout, stderr} = await planned({barred: [acme], stop});

  assert.equal(exit, 'credentials');
  assert.match(stdout, /^ {2}acme {2}apiKey {2}stops the build {2}Acme has no credentials: its API key is missing\.$/m);
  assert.match(stdout, /^The build would stop for credentials, before its first call\.$/m);
  assert.equal(stderr, `${stop.hint}\n`);
});

test('a plan names who would be passed over, and goes on', async () => {
  const {exit, stdout} = await planned({barred: [acme]});

  assert.equal(exit, 'done');
  assert.match(stdout, /^ {2}acme {2}apiKey {2}would be passed over {2}Acme has no credentials/m);
  assert.match(stdout, /^The quotas allow it\.$/m);
});

test('a plan whose only list cannot be read says that the build would pause, and exits so', async () => {
  const sentence = '/data/my.csv is not there.';

  const alone = await planned({unread: {sentence, isPause: true}});
  const among = await planned({unread: {sentence, isPause: false}});

  assert.deepEqual([alone.exit, among.exit], ['paused', 'done']);
  assert.match(alone.stdout, /^The build would pause at once, without a list: \/data\/my\.csv is not there\.$/m);
  assert.match(alone.stdout, /^The quotas would allow it\.$/m);
  assert.match(among.stdout, /^The build would go on without a list of your own: \/data\/my\.csv is not there\.$/m);
});
