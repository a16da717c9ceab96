import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ownEngine} from '../../source/daemon/own-engine.ts';
import {emptyScene} from '../helpers/dashboard-scene.ts';
import {fakeControl} from '../helpers/fake-control.ts';

test('a status says whether its engine is one that was started here, by the process that answers now', async () => {
  const {status} = emptyScene();
  const pids = [1, 2, 3, undefined];
  const control = fakeControl({
    query: ({name}) =>
      name === 'status' ? {...status, writer: {held: true, kind: 'dashboard', pid: pids.shift()}} : {version: 'v'},
  });
  const own = ownEngine(control, (pid) => pid === 2);

  const told: unknown[] = [];
  while (pids.length > 0) told.push((await own.query({name: 'status'})).writer.isOwn);

  assert.deepEqual(told, [false, true, false, false]);
  assert.deepEqual(await own.query({name: 'pulse'}), {version: 'v'});
});
