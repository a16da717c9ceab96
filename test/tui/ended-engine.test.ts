import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noAnswer} from '../../source/daemon/remote-control.ts';
import {Failure} from '../../source/failure.ts';
import {endedEngine} from '../../source/tui/ended-engine.ts';
import {emptyScene, sealedScene} from '../helpers/dashboard-scene.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {onStage, press} from '../helpers/on-stage.ts';

const silence = noAnswer({socket: '/x', kind: 'dashboard', pid: 1});
const now = (kind: 'dashboard' | 'daemon', pid: number) =>
  fakeControl({query: () => ({...emptyScene().status, writer: {held: true, kind, pid}})});

test('a build whose engine was killed says so where a new engine is there, and how it goes on', async () => {
  const command = {name: 'build'} as const;

  assert.equal(
    await endedEngine(silence, {
      command,
      before: {held: true, kind: 'dashboard', pid: 1},
      control: now('dashboard', 2),
    }),
    'The engine (process 1) was killed or broke off; a new engine has begun. b goes on.',
  );
  assert.equal(
    await endedEngine(silence, {command, before: {held: true, kind: 'daemon', pid: 1}, control: now('daemon', 2)}),
    'The daemon (process 1) was killed or broke off; the daemon (process 2) holds the root now. b goes on.',
  );
});

test('an engine that is still the same, or another refusal, keeps its own words', async () => {
  const before = {held: true, kind: 'dashboard', pid: 1} as const;
  const command = {name: 'build'} as const;

  assert.equal(await endedEngine(silence, {command, before, control: now('dashboard', 1)}), undefined);
  const refusal = new Failure('halted', 'It is halted.');
  assert.equal(await endedEngine(refusal, {command, before, control: now('dashboard', 2)}), undefined);
});

test('the screen says it in its toast', async (t) => {
  const scene = sealedScene();
  const writer = {held: true, kind: 'dashboard', pid: 1} as const;
  scene.status = {...scene.status, writer};
  scene.perform = () => {
    scene.status = {...scene.status, writer: {...writer, pid: 2}};
    throw silence;
  };

  assert.match(
    await press(await onStage(t, scene), 'b', 'y'),
    /Build: The engine \(process 1\) was killed or broke off; a new/,
  );
});
