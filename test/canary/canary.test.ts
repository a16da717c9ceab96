import assert from 'node:assert/strict';
import {test} from 'node:test';
import {shortJourney} from './journey.ts';
import {Site} from './site.ts';

test('no secret stands anywhere after builds among hostile answers, a kill, a refusal, a dashboard, exports and a snapshot', async (t) => {
  const site = await Site.open();
  t.after(() => site.close());

  for (const part of shortJourney) await part.run(site);
  const {leaks, seen} = await site.search();

  assert.deepEqual(leaks, []);
  // All of them were in use, or the search looked for what nobody had.
  assert.deepEqual(
    site.canaries.map(({name}) => name).filter((name) => !seen.has(name)),
    ['a secret in a file'],
  );
});
