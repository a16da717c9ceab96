import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Result} from '../../source/control/control.ts';
import type {BuildEvent} from '../../source/engine/event.ts';
import {Failure} from '../../source/failure.ts';
import {runCommand} from '../helpers/command-run.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const id = {buildId: 'b1'};
const started: BuildEvent = {
  type: 'build.started',
  ...id,
  session: '2026-03-02',
  resumed: false,
  actor: 'ann',
  trigger: 'command',
};
const paused: BuildEvent = {type: 'build.paused', ...id, because: 'it was stopped.'};
const beat: BuildEvent = {type: 'heartbeat', ...id, pass: 'price', done: 5, total: 10, rate: 1, calls: {}};

/** A control whose build says these events and then comes to this. */
function building(events: readonly BuildEvent[], result: Result) {
  const control = fakeControl({
    query: () => ({now: '2026-03-02T22:00:00.000Z', progress: {state: 'idle'}}),
    perform: async ({name}) => {
      if (name === 'build') for (const event of events) control.emit(event);
      return result;
    },
  });
  return control;
}

test('progress goes to stderr, the result to stdout', async () => {
  const control = building([started, beat, paused], {kind: 'done', sentence: 'Sealed 4 symbols.'});

  const {exit, stdout, stderr} = await runCommand(['build'], {control});

  assert.equal(exit, 'done');
  assert.equal(stdout, 'Sealed 4 symbols.\n');
  assert.equal(stderr, 'Started the build for session 2026-03-02, asked by ann.\n');
});

test('--quiet leaves the result alone', async () => {
  const control = building([started, paused], {kind: 'done', sentence: 'Sealed 4 symbols.', hint: 'Well done.'});

  const {stdout, stderr} = await runCommand(['build', '--quiet'], {control});

  assert.deepEqual([stdout, stderr], ['Sealed 4 symbols.\n', '']);
});

test('--quiet still says why it was refused, and what would let it pass', async () => {
  const refused = {kind: 'unfit', sentence: 'Not sealed.', hint: 'universe build --override min-universe'} as const;
  const control = building([started, paused], refused);

  const {stdout, stderr} = await runCommand(['build', '--quiet'], {control});

  assert.deepEqual([stdout, stderr], ['', 'Not sealed.\nuniverse build --override min-universe\n']);
});

test('--json streams every event as a line and the result as the last', async () => {
  const control = building([started, beat, paused], {kind: 'paused', sentence: 'Later.'});

  const {exit, stdout, stderr} = await runCommand(['build', '--json'], {control});

  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(exit, 'paused');
  assert.deepEqual(
    lines.map((line) => line.event?.type ?? line.result.kind),
    ['build.started', 'heartbeat', 'build.paused', 'paused'],
  );
  assert.equal(stderr, '');
});

test('flags of a build reach the engine', async () => {
  const control = building([], {kind: 'done', sentence: 'Sealed.'});
  const argv = [
    'build',
    '--force',
    '--fresh',
    '--override',
    'removed',
    '--override',
    'min-universe',
    '--reason',
    'I know',
  ];

  await runCommand(argv, {control});

  assert.deepEqual(control.performed[0]?.command, {
    name: 'build',
    trigger: 'command',
    fresh: true,
    force: true,
    override: ['removed', 'min-universe'],
    justification: 'I know',
  });
});

test('a signal stops the build at its next batch and decides the exit', async () => {
  const asked = new AbortController();
  let finish = (_: Result) => {};
  const control = fakeControl({
    query: () => ({now: '2026-03-02T22:00:00.000Z'}),
    perform: ({name}) => {
      if (name === 'build') {
        control.emit(started);
        setImmediate(() => asked.abort('terminated'));
        return new Promise((resolve) => (finish = resolve));
      }
      control.emit(paused);
      finish({kind: 'interrupted', sentence: 'Stopped.'});
      return {kind: 'done', sentence: 'Stopping.'};
    },
  });

  const {exit, stderr} = await runCommand(['build'], {control, change: {signal: asked.signal}});

  assert.equal(exit, 'terminated');
  assert.deepEqual(
    control.performed.map(({command}) => command),
    [
      {name: 'build', trigger: 'command'},
      {name: 'stop', justification: 'a signal ended the program, or its terminal or launcher was gone'},
    ],
  );
  assert.match(stderr, /Stopping at the next batch/);
});

test('what a daemon did before is not told as ours', async () => {
  const control = fakeControl({query: () => ({now: '2026-03-02T22:00:01.000Z'})});
  control.emit(started);
  control.emit(paused);

  const {stderr} = await runCommand(['build'], {control});

  assert.equal(stderr, '');
});

const unusable: BuildEvent = {
  type: 'credential.unusable',
  provider: 'acme',
  because: 'missing',
  sentence: 'Acme has no credentials.',
};

test('a build that stops for credentials says so once, and one that goes on without them before it begins', async () => {
  const control = building([unusable, started, paused], {kind: 'done', sentence: 'Sealed 4 symbols.'});
  const stopping = fakeControl({
    query: () => ({now: '2026-03-02T22:00:00.000Z', progress: {state: 'idle'}}),
    perform: async () => {
      stopping.emit(unusable);
      await new Promise((resolve) => setImmediate(resolve));
      throw new Failure('credentials.unusable', unusable.sentence, {hint: 'Set them.', kind: 'credentials'});
    },
  });

  const stopped = await runCommand(['build'], {control: stopping});
  const went = await runCommand(['build'], {control});

  assert.deepEqual([stopped.exit, stopped.stderr], ['credentials', 'Acme has no credentials. Set them.\n']);
  assert.match(went.stderr, /^Acme has no credentials\.\nStarted the build/);
});
