import assert from 'node:assert/strict';
import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {Manifest} from '../../source/store/manifest.ts';
import {openRoom} from '../helpers/engine-room.ts';
import {manualClock} from '../helpers/manual-clock.ts';
import {cheap} from '../helpers/sealed-root.ts';

test('an engine that comes and goes without a change leaves blocklist and manifest entry as old as they are', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'universe-works-'));
  t.after(() => rm(root, {recursive: true, force: true}));
  const clock = manualClock();
  const first = await openRoom({root, clock, connections: []});
  await first.works.blocklist.append([cheap('AAA')]);
  await first.close();
  const {blocklist, manifest} = first.paths;
  const written = await stat(blocklist, {bigint: true});
  const known = (await Manifest.peek(manifest, clock)).get('blocklist');
  await clock.advance(3_600_000);

  const second = await openRoom({root, clock, connections: []});
  await second.close();

  assert.equal((await stat(blocklist, {bigint: true})).mtimeNs, written.mtimeNs);
  assert.deepEqual((await Manifest.peek(manifest, clock)).get('blocklist'), known);
});
