import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {KeySourceName} from '../../source/vault/key-source.ts';
import {type KeyPlace, openKeySource} from '../../source/vault/open-key-source.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {refusalOf} from '../helpers/unspoken.ts';

const place: KeyPlace = {
  name: 'file',
  environment: 'development',
  allowKeySources: [],
  variables: {},
  paths: {key: '/srv/universe/storage/keys/screener_api.key'},
  root: '/srv/universe',
  keyStore: {vaultPath: 'secret/data/symbol-universe', field: 'master_key'},
  clock: manualClock(),
};

const names: readonly KeySourceName[] = ['file', 'env', 'keychain', 'vault', 'aws'];

async function refusedIn(changes: Partial<KeyPlace>): Promise<readonly KeySourceName[]> {
  const refused: KeySourceName[] = [];
  for (const name of names) {
    await openKeySource({...place, ...changes, name}).catch(() => refused.push(name));
  }
  return refused;
}

test('every source opens without being asked anything, and says its name and place', async () => {
  const opened = await Promise.all(names.map((name) => openKeySource({...place, name})));

  assert.deepEqual(
    opened.map(({name, place, write}) => [name, place, write !== undefined]),
    [
      ['file', '/srv/universe/storage/keys/screener_api.key', true],
      ['env', 'the environment variable MASTER_ENCRYPTION_KEY', false],
      ['keychain', 'the keychain entry symbol-universe of /srv/universe', true],
      ['vault', 'field master_key of secret/data/symbol-universe in HashiCorp Vault', true],
      ['aws', 'the secret that AWS_SECRET_NAME names in AWS Secrets Manager', true],
    ],
  );
});

test('production refuses the file and the environment, and nothing else', async () => {
  assert.deepEqual(await refusedIn({environment: 'production'}), ['file', 'env']);
  assert.deepEqual(await refusedIn({environment: 'staging'}), []);
});

test('production lets pass what is allowed by name, and that alone', async () => {
  assert.deepEqual(await refusedIn({environment: 'production', allowKeySources: ['file']}), ['env']);
  assert.deepEqual(await refusedIn({environment: 'production', allowKeySources: ['env', 'file']}), []);
});

test('the refusal says what to do', async () => {
  const failure = await refusalOf(openKeySource({...place, environment: 'production'}));

  assert.deepEqual(failure.toJSON(), {
    code: 'key.source-refused',
    message: 'In production the master key must not come from a file.',
    hint: 'Set keySource to vault, aws or keychain; or add file to allowKeySources, which is on record then.',
    kind: 'credentials',
  });
});
