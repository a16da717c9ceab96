import assert from 'node:assert/strict';
import test from 'node:test';
import {bundle} from '../helpers/bundle.ts';
import {credentialCampaign} from './credential-campaign.ts';

// The script beside this does the same at 1,000 moments: npm run crash:credentials
test('a process that is killed at 20 moments while it changes credentials loses nothing', async (t) => {
  const {file, remove} = await bundle(new URL('./credentials-child.ts', import.meta.url));
  t.after(remove);

  const tally = await credentialCampaign(file, {kills: 20, seed: 20260303});

  assert.deepEqual(tally.wrong, []);
  assert.ok(tally.acknowledged > 20 && tally.backups > 20 && tally.swept > 0);
});
