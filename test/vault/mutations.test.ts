import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mutationCampaign} from '../scripts/mutation-campaign.ts';

// The script does the same ten thousand times: npm run mutate
test('of 400 damages to secrets, backups, keys and logs each is refused or harmless, and changes nothing', async () => {
  const {files, wrong, count} = await mutationCampaign({mutations: 400, seed: 20260303});

  assert.deepEqual(wrong, []);
  assert.equal(count, 400);
  for (const name of ['secrets', 'backup', 'key', 'older log', 'log'])
    assert.ok((files.get(name)?.refused ?? 0) > 20, `${name}: ${files.get(name)?.refused}`);
  assert.ok((files.get('secrets')?.harmless ?? 0) > 0);
});
