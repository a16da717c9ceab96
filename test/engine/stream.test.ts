import assert from 'node:assert/strict';
import {test} from 'node:test';
import {follow, Stream} from '../../source/engine/stream.ts';
import {manualClock} from '../helpers/manual-clock.ts';

const recovered = {type: 'provider.recovered', provider: 'nasdaq'} as const;
const beat = {type: 'heartbeat', buildId: 'b', pass: 'price', done: 0, total: 1, rate: 0, calls: {}} as const;

test('events are numbered without gaps and written in order, heartbeats left out', async () => {
  const written: object[] = [];
  const stream = new Stream(manualClock(), {append: async (records) => void written.push(...records)});

  stream.emit(recovered);
  stream.emit(beat);
  stream.emit(recovered);
  await stream.flush();

  assert.deepEqual(
    stream.since(0).map(({seq}) => seq),
    [1, 2, 3],
  );
  assert.deepEqual(
    written.map((record) => (record as {type: string}).type),
    ['provider.recovered', 'provider.recovered'],
  );
});

test('what the disk refused is told to who asks, and written once it can be', async () => {
  let full = true;
  const written: object[] = [];
  const stream = new Stream(manualClock(), {
    append: async (records) => {
      if (full) throw new Error('no space');
      written.push(...records);
    },
  });

  stream.emit(recovered);
  await assert.rejects(stream.flush(), /no space/);
  full = false;
  stream.emit(recovered);
  await stream.flush();

  assert.equal(written.length, 2);
});

test('a listener that throws is dropped and the others are told', () => {
  const stream = new Stream(manualClock(), {append: async () => {}});
  let told = 0;
  stream.listen(() => {
    throw new Error('broken screen');
  });
  stream.listen(() => {
    told += 1;
  });

  stream.emit(recovered);
  stream.emit(recovered);

  assert.equal(told, 2);
});

test('a follower gets the tail after its number and then what happens', async () => {
  const stream = new Stream(manualClock(), {append: async () => {}});
  stream.emit(recovered);
  stream.emit(recovered);
  const ending = new AbortController();
  const seen: number[] = [];

  const following = (async () => {
    for await (const {seq} of follow(stream, 1, ending.signal)) {
      seen.push(seq);
      if (seq === 3) ending.abort();
    }
  })();
  stream.emit(recovered);
  await following;

  assert.deepEqual(seen, [2, 3]);
});
