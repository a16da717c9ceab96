import assert from 'node:assert/strict';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {test} from 'node:test';
import {answerStatus} from '../../../source/control/answers/status.ts';
import type {Live} from '../../../source/control/reading.ts';
import {haltFormat} from '../../../source/engine/formats.ts';
import {idle} from '../../../source/engine/progress.ts';
import {exists} from '../../../source/store/file.ts';
import {saveState} from '../../../source/store/format.ts';
import {inState} from '../../../source/store/paths.ts';
import {acquireWriter} from '../../../source/store/writer-lock.ts';
import {openHouse} from '../../helpers/house.ts';
import {cheap, rowOf, sealedRoot} from '../../helpers/sealed-root.ts';

const holder: Live = {
  kind: 'daemon',
  pid: 7,
  since: '2026-03-02T12:00:00.000Z',
  opsEnd: 0,
  progress: () => ({...idle, state: 'running', buildId: '2026-03-03-b', current: 'enrich'}),
  seq: () => 0,
  halted: () => undefined,
};

test('an empty root tells what a build now would use, and when it is due', async (t) => {
  const {reading, paths} = await sealedRoot(t);

  const status = await answerStatus(reading);

  assert.deepEqual(
    {...status, files: status.files.map(({name, state}) => `${name} ${state}`)},
    {
      root: paths.root,
      sample: false,
      now: '2026-03-03T01:00:00.000Z',
      writer: {held: false},
      files: ['unfiltered absent', 'partial absent', 'final absent', 'blocklist absent'],
      progress: idle,
      session: '2026-03-02',
      tradableSession: '2026-03-03',
      inSession: false,
      nextBuildAt: '2026-03-03T02:45:00.000Z',
    },
  );
});

test('a sealed file that is gone is told by what still knows of it', async (t) => {
  const {reading, paths, seal} = await sealedRoot(t);
  await seal({rows: [rowOf()]});
  const final = async (): Promise<unknown> => (await answerStatus(reading)).files[2];
  const absent = {name: 'final', path: paths.final, state: 'absent', records: 0, bytes: 0};

  await rm(paths.final);
  assert.deepEqual(await final(), {
    ...absent,
    sentence: 'The file is not there, and the manifest knows one of 1 symbols.',
  });
  await rm(paths.manifest);
  assert.deepEqual(await final(), {
    ...absent,
    sentence: 'The file is not there, and the history knows the night of 2026-03-02.',
  });
});

test('a sealed night is told whole, and the next build waits for the next close', async (t) => {
  const {reading, seal} = await sealedRoot(t);
  await seal({rows: [rowOf(), rowOf({symbol: 'TINY', marketCap: 1e6})], blocklist: [cheap('ZZZ')]});

  const {sealed, files, nextBuildAt, unfinished} = await answerStatus(reading);

  assert.deepEqual(sealed, {
    buildId: '2026-03-02-a',
    session: '2026-03-02',
    tradableSession: '2026-03-03',
    builtAt: '2026-03-03T01:00:00.000Z',
    records: 1,
    sha256: files[2]?.sha256,
    status: 'final',
  });
  assert.deepEqual(
    files.map(({name, state, records}) => [name, state, records]),
    [
      ['unfiltered', 'whole', 2],
      ['partial', 'whole', 1],
      ['final', 'whole', 1],
      ['blocklist', 'whole', 1],
    ],
  );
  assert.equal(unfinished, undefined);
  assert.equal(nextBuildAt, '2026-03-04T02:45:00.000Z');
});

test('while the market is open a missed night is not caught up: the next close counts', async (t) => {
  const {reading, clock} = await sealedRoot(t);
  await clock.advance(14 * 3_600_000);

  const {inSession, nextBuildAt} = await answerStatus(reading);

  assert.deepEqual({inSession, nextBuildAt}, {inSession: true, nextBuildAt: '2026-03-04T02:45:00.000Z'});
});

test('just after the close the night that ends is due, though the guard hours last', async (t) => {
  const {reading, clock} = await sealedRoot(t);
  await clock.advance(20 * 3_600_000 + 5 * 60_000);

  const {session, inSession, nextBuildAt} = await answerStatus(reading);

  assert.deepEqual([session, inSession, nextBuildAt], ['2026-03-03', true, '2026-03-04T02:45:00.000Z']);
});

test('the holder speaks for itself and never touches the lock file', async (t) => {
  const {reading, unfinished, paths} = await sealedRoot(t, {live: holder});
  await unfinished({sources: []});

  const status = await answerStatus(reading);

  assert.deepEqual(status.writer, {held: true, kind: 'daemon', pid: 7, since: '2026-03-02T12:00:00.000Z'});
  assert.deepEqual(status.unfinished, {buildId: '2026-03-03-b', session: '2026-03-03', pass: 'enrich'});
  assert.equal(status.progress.state, 'running');
  assert.equal(await exists(paths.lock), false);
});

test('a reader is told who holds the lock', async (t) => {
  const {reading, paths, clock} = await sealedRoot(t);
  const lock = await acquireWriter(paths, {kind: 'command', clock});
  t.after(async () => 'release' in lock && lock.release());

  const {kind, pid, since} = (await answerStatus(reading)).writer;

  assert.deepEqual({kind, pid, since}, {kind: 'command', pid: process.pid, since: '2026-03-03T01:00:00.000Z'});
});

test('a build that gates hold back names what they found, so that it can be overridden by another process', async (t) => {
  const gates = [{gate: 'removed' as const, observed: 0.5, limit: 0.03, subjects: ['ACME']}];
  const {reading, unfinished} = await sealedRoot(t);
  await unfinished({sources: [], openGates: gates});

  const status = await answerStatus(reading);

  assert.partialDeepStrictEqual(status.unfinished, {because: 'refused by the gate removed', pass: 'seal', gates});
});

test('files that a build is writing are live, and what stopped it is said', async (t) => {
  const {reading, seal, unfinished} = await sealedRoot(t);
  await seal();
  await unfinished({sources: [], pausedBecause: 'No list source answered.'});

  const status = await answerStatus(reading);

  assert.deepEqual(
    status.files.map(({state}) => state),
    ['live', 'live', 'whole', 'whole'],
  );
  assert.deepEqual(status.unfinished, {
    buildId: '2026-03-03-b',
    session: '2026-03-03',
    pass: 'enrich',
    because: 'No list source answered.',
  });
});

test('damage is named file by file, and a sealed file that was changed is not whole', async (t) => {
  const {reading, seal, paths} = await sealedRoot(t);
  await seal();
  await writeFile(paths.unfiltered, '{');
  await writeFile(paths.blocklist, 'no ticker,,\n');
  await writeFile(paths.final, (await readFile(paths.final, 'utf8')).replace('12.5', '12.6'));
  await writeFile(inState(paths, 'build.json'), '{');

  const {files, unfinished} = await answerStatus(reading);

  assert.deepEqual(
    files.map(({state}) => state),
    ['unreadable', 'whole', 'changed', 'unreadable'],
  );
  assert.match(files[0]?.sentence ?? '', /not whole JSON/);
  assert.match(files[3]?.sentence ?? '', /Line 1 of the blocklist/);
  assert.match(unfinished?.because ?? '', /build\.json is not whole JSON/);
});

test('a damaged manifest vouches for nothing', async (t) => {
  const {reading, seal, paths} = await sealedRoot(t);
  await seal();
  await writeFile(paths.manifest, '{}');

  const {files} = await answerStatus(reading);

  assert.deepEqual(files.map(({name, state}) => `${name} ${state}`).slice(2), ['final changed', 'blocklist live']);
});

test('a halt is told, and nothing is due under it', async (t) => {
  const {reading, paths} = await sealedRoot(t);
  const halt = {actor: 'ann', cause: 'Doubts.', at: '2026-03-03T00:00:00.000Z'};
  await saveState(inState(paths, 'halt.json'), haltFormat, {halt, cleared: false});

  const {halted, nextBuildAt, progress} = await answerStatus(reading);

  assert.deepEqual(
    {halted, nextBuildAt, isHalted: progress.halted},
    {halted: halt, nextBuildAt: undefined, isHalted: true},
  );
});

test('a setting that does not parse is refused by name', async (t) => {
  const {reading, settings} = await sealedRoot(t);
  await settings({minPrize: 2});

  await assert.rejects(answerStatus(reading), {code: 'settings.refused'});
});

test('settings that were made and whose file is gone are told, for nothing builds without them', async (t) => {
  const house = await openHouse(t, {connections: []});
  const gone = async (): Promise<string | undefined> => (await house.control().query({name: 'status'})).settingsGone;
  const before = await gone();
  await house.perform({name: 'settings.set', field: 'minPrice', value: 2});
  const set = await gone();

  await rm(house.paths.settings);

  assert.deepEqual([before, set], [undefined, undefined]);
  assert.match((await gone()) ?? '', /settings\.json is gone, with what was set, and nothing builds without it\./);
  assert.match((await house.control().query({name: 'plan'})).sentence ?? '', /settings\.json is gone/);
});
