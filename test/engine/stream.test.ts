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

test('the verdicts of a seal push nothing else out of memory, and those of the build before are forgotten', () => {
  const stream = new Stream(manualClock(), {append: async () => {}});
  const admitted = (buildId: string, symbol: string) => ({type: 'symbol.admitted', buildId, symbol}) as const;
  const started = {
    type: 'build.started',
    session: '2026-03-02',
    resumed: false,
    actor: 'ada',
    trigger: 'command',
  } as const;
  stream.emit(recovered);
  stream.emit({...started, buildId: 'b1'});
  stream.emit(admitted('b1', 'OLD'));
  stream.emit({...started, buildId: 'b2'});
  for (let i = 0; i < 12_000; i++) stream.emit(admitted('b2', `S${i}`));
  stream.emit(recovered);

  const told = stream.since(0);
  assert.deepEqual(
    told.filter(({event}) => event.type !== 'symbol.admitted').map(({seq}) => seq),
    [1, 2, 4, 12_005],
  );
  assert.equal(told.length, 4 + 12_000);
  assert.ok(told.every(({seq}, i) => i === 0 || seq > (told[i - 1]?.seq ?? 0)));
});
