import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runCommand} from '../helpers/command-run.ts';

test('the unit runs the daemon on this root, closed, and shows how systemd can hand over the master key', async () => {
  const {exit, stdout} = await runCommand(['service']);

  assert.equal(exit, 'done');
  assert.match(stdout, /^ExecStart=\/usr\/bin\/node \/opt\/universe\.js --daemon --root \/var\/lib\/universe$/m);
  assert.match(stdout, /^User=trading$/m);
  assert.match(stdout, /^LimitCORE=0$/m);
  assert.match(stdout, /^# LoadCredential=master-key:\/var\/lib\/universe\/storage\/keys\/screener_api\.key$/m);
});
