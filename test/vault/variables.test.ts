import assert from 'node:assert/strict';
import {test} from 'node:test';
import {confidentialIn, isConfidential} from '../../source/vault/variables.ts';

test('what the environment holds in confidence is named, each master key by itself, and nothing else', () => {
  const found = confidentialIn({
    VAULT_TOKEN: 'hvs.token\n',
    MASTER_ENCRYPTION_KEY: 'one, two',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_REGION: 'eu-west-1',
    HOME: '/home/ada',
  });

  assert.deepEqual(found, [
    {name: 'MASTER_ENCRYPTION_KEY', secrets: ['one', 'two']},
    {name: 'VAULT_TOKEN', secrets: ['hvs.token']},
  ]);
  assert.deepEqual([isConfidential('VAULT_TOKEN'), isConfidential('polygon')], [true, false]);
});
