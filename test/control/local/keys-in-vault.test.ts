import assert from 'node:assert/strict';
import {test} from 'node:test';
import {keyedSource, madeKey, openKeyedHouse} from '../../helpers/keyed-house.ts';
import {startVaultServer} from '../../helpers/vault-server.ts';

test('after --drop-old in a store that keeps versions it is said how the earlier keys go there too', async (t) => {
  const server = await startVaultServer();
  t.after(() => server.close());
  const vaultPath = 'secret/data/symbol-universe';
  server.put(vaultPath, {});
  const house = await openKeyedHouse(t, [keyedSource('acme')], {
    environment: {VAULT_ADDR: server.url, VAULT_TOKEN: server.token},
    settings: {keySource: 'vault', keyStore: {vaultPath}},
  });
  await house.perform({name: 'credentials.set', provider: 'acme', values: {apiKey: madeKey()}});

  const first = server.secret(vaultPath);
  await assert.rejects(house.perform({name: 'keys.rotate', dropOld: true}), {
    code: 'key.shared',
    message: /^The earlier keys stay, for another root may keep its key in the same place \(field master_key of secret/,
  });
  assert.deepEqual(server.secret(vaultPath), first);

  const {sentence, hint = ''} = await house.perform({name: 'keys.rotate', dropOld: true, onlyRoot: true});

  assert.match(sentence, /, and the earlier keys open nothing here any more\. /);
  assert.match(
    hint,
    /^Vault keeps the earlier versions, .* vault kv destroy -versions=NUMBERS secret\/symbol-universe\. Copies/,
  );
});
