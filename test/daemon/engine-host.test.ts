import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {PassThrough} from 'node:stream';
import {test} from 'node:test';
import {readSecrets, stopAndClose} from '../../source/daemon/engine-host.ts';
import {Failure} from '../../source/failure.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const secret = randomBytes(12).toString('hex');

test('the secrets are the first line, in however many pieces it comes, and the pipe stays open', async () => {
  const pipe = new PassThrough();
  const line = JSON.stringify({VAULT_TOKEN: secret});
  const secrets = readSecrets(pipe);
  pipe.write(line.slice(0, 9));
  setImmediate(() => pipe.write(`${line.slice(9)}\n`));

  assert.deepEqual(await secrets, {VAULT_TOKEN: secret});
  assert.deepEqual([pipe.destroyed, pipe.readableEnded], [false, false]);
});

test('a pipe that ends at once hands over nothing', async () => {
  const pipe = new PassThrough();
  pipe.end();

  assert.deepEqual(await readSecrets(pipe), {});
});

test('a line that is no secrets is refused without a word of it', async () => {
  for (const line of [`{"VAULT_TOKEN": ${secret}`, JSON.stringify([secret]), JSON.stringify({VAULT_TOKEN: {secret}})]) {
    const pipe = new PassThrough();
    pipe.write(`${line}\n`);

    await assert.rejects(readSecrets(pipe), (thrown) => {
      assert.ok(thrown instanceof Failure);
      assert.equal(thrown.code, 'engine.secrets');
      assert.doesNotMatch(`${thrown.stack} ${String(thrown.cause)}`, new RegExp(secret));
      return true;
    });
  }
});

test('an engine whose starter may not stop what runs is closed all the same', async () => {
  const denied = new Failure('access.denied', 'vera is a viewer here.', {kind: 'credentials'});
  const control = fakeControl({
    query: () => ({progress: {state: 'running'}}),
    perform: () => Promise.reject(denied),
  });
  let closed = 0;

  const close = async () => void closed++;
  await assert.rejects(stopAndClose({control, close}, {name: 'vera', via: 'daemon'}), denied);
  assert.equal(closed, 1);
});
