import assert from 'node:assert/strict';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import type {BuildEvent} from '../../source/engine/event.ts';
import {settleOwed, takeOwed} from '../../source/engine/owed-records.ts';
import {Stream} from '../../source/engine/stream.ts';
import {exists} from '../../source/store/file.ts';
import {inState, type Paths, pathsOf} from '../../source/store/paths.ts';
import {manualClock} from '../helpers/manual-clock.ts';

const clock = manualClock('2026-03-02T22:00:00.000Z');
const halted: BuildEvent = {type: 'halt.set', actor: 'ann', cause: 'closes look wrong'};
const lifted: BuildEvent = {type: 'halt.cleared', actor: 'ann', justification: 'they are right'};

async function placed(t: TestContext): Promise<Paths> {
  const root = await mkdtemp(join(tmpdir(), 'universe-owed-'));
  t.after(() => rm(root, {recursive: true, force: true}));
  const paths = pathsOf(root);
  await mkdir(paths.state, {recursive: true});
  return paths;
}

/** A log that takes nothing while `isFull`. */
function journal() {
  const written: object[] = [];
  const log = {
    written,
    isFull: true,
    append: async (batch: readonly object[]): Promise<void> => {
      if (log.isFull) throw new Error('the disk is full');
      written.push(...batch);
    },
  };
  return log;
}

/** An engine that ended with a halt which its log did not take. */
async function refused(t: TestContext) {
  const paths = await placed(t);
  const log = journal();
  const first = new Stream(clock, log);
  first.emit(halted);
  await settleOwed(paths, first);
  return {paths, log, first};
}

const typesOf = (records: readonly object[]): readonly unknown[] => records.map((record) => Object(record).type);

test('what the log refused is written by the next engine, before what that says itself, and once', async (t) => {
  const {paths, log} = await refused(t);
  log.isFull = false;
  const next = new Stream(clock, log);
  await takeOwed(paths, next, clock);
  next.emit(lifted);
  await settleOwed(paths, next);
  const last = new Stream(clock, log);
  await takeOwed(paths, last, clock);
  await settleOwed(paths, last);

  assert.deepEqual(typesOf(log.written), ['halt.set', 'halt.cleared']);
  assert.equal(Object(log.written[0]).time, '2026-03-02T22:00:00.000Z');
  assert.equal(await exists(inState(paths, 'owed-records.json')), false);
});

test('where nothing can be kept beside it the engine says so, and what is kept already stops nobody from opening', async (t) => {
  const {paths, log, first} = await refused(t);
  await rm(paths.state, {recursive: true});
  await writeFile(paths.state, '');
  await assert.rejects(settleOwed(paths, first), /the disk is full/);
  await rm(paths.state);
  await mkdir(paths.state);
  await settleOwed(paths, first);

  const next = new Stream(clock, log);
  await takeOwed(paths, next, clock);
  await settleOwed(paths, next);

  assert.deepEqual(typesOf(next.unwritten), ['halt.set']);
});
