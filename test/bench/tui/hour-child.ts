import {writeFileSync} from 'node:fs';
import type {Control} from '../../../source/control/control.ts';
import type {BuildEvent, StampedEvent} from '../../../source/engine/event.ts';
import {progress} from '../../../source/engine/progress.ts';
import {openDashboard} from '../../../source/tui/open-dashboard.ts';
import {answerOf, blocklist, listings, sealedScene} from '../../helpers/dashboard-scene.ts';
import {manualClock} from '../../helpers/manual-clock.ts';

/**
 * A dashboard over a Control in memory that says `EVENTS` events at 200 a second of a clock which runs as fast as the screen takes
 * them: `hour-child EVENTS FILE`, under --expose-gc, on a terminal. FILE gets what the heap held after collection, and the bytes of a tick.
 */
const [events = '72000', file = ''] = process.argv.slice(2);
const total = Number(events);
const everyMs = 5;
/** Frames come once in 150 ms of the dashboard's clock; between two stretches of it, everything that is due is drawn. */
const stretch = 30;

const leaving = new AbortController();
const clock = manualClock();
const scene = sealedScene(400);
const universe = listings(12_000);
scene.rows = {unfiltered: universe, partial: universe, final: universe, blocklist: blocklist(12_000)};
const heaps: number[] = [];
let ticks: number[] = [];
let written = 0;
let seq = 0;

const write = process.stdout.write.bind(process.stdout);
process.stdout.write = ((chunk: string | Uint8Array, ...more: []) => {
  written += chunk.length;
  return write(chunk, ...more);
}) as typeof process.stdout.write;

const control: Control = {
  perform: async () => ({kind: 'done', sentence: 'Done.'}),
  // The scene answers with what the query asks for.
  query: async (query) => answerOf(scene, query) as never,
  events: hour,
  close: async () => {},
};

async function* hour(): AsyncGenerator<StampedEvent> {
  await settled();
  const begun = {buildId: 'b0', session: '2026-03-02', resumed: false, actor: 'bench', trigger: 'command'} as const;
  yield said({type: 'build.started', ...begun});
  yield said({type: 'pass.started', buildId: 'b0', pass: 'price', done: 0, total: 12_000});
  await settled();
  for (let i = 0; i < 20; i++) {
    const before = written;
    yield said(eventAt(i * 200));
    await settled();
    ticks.push(written - before);
  }
  // A screen has its memory when its log is full, its tables are read and its code is compiled.
  const begin = Math.ceil(total / 20);
  for (let i = 1; i <= total; i++) {
    yield said(eventAt(i));
    if (i % stretch === 0) {
      await clock.advance(everyMs * stretch);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (i === begin || i === Math.ceil((begin + total) / 2) || i === total) heaps.push(await heapMb());
  }
  leaving.abort();
}

/** The engine's status has counted what it has said. */
function said(event: BuildEvent): StampedEvent {
  const stamped = {seq: ++seq, at: clock.now().toISOString(), event};
  const {status} = scene;
  scene.status = {...status, asOf: {files: seq, progress: seq}, progress: progress(status.progress, stamped)};
  return stamped;
}

async function settled(): Promise<void> {
  await clock.advance(2000);
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function heapMb(): Promise<number> {
  await settled();
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

/** What a build says, in about the mixture it says it. */
function eventAt(i: number): BuildEvent {
  const buildId = `b${Math.floor(i / 40_000)}`;
  const symbol = `S${i % 12_000}`;
  const step = i % 200;
  if (step === 0) {
    return {type: 'heartbeat', buildId, pass: 'price', done: i % 12_000, total: 12_000, rate: 200, calls: {yahoo: i}};
  }
  if (step % 20 === 1) {
    const progress = {batch: i % 700, asked: 250, answered: 249, done: i % 12_000, total: 12_000};
    return {type: 'batch.saved', buildId, pass: 'price', provider: step % 40 === 1 ? 'yahoo' : 'nasdaq', ...progress};
  }
  if (step % 20 === 2) return {type: 'provider.recovered', provider: `p${i % 5}`};
  if (step % 20 === 3) return {type: 'symbol.unpriced', buildId, symbols: [symbol]};
  return {type: 'symbol.blocklisted', symbol, provider: 'nasdaq', lastClose: 0.4, floor: 1, session: '2026-03-02'};
}

const begun = performance.now();
await openDashboard({
  control,
  actor: {name: 'bench', via: 'dashboard'},
  clock,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  title: {root: scene.status.root, sample: true, attached: true},
  status: scene.status,
  signal: leaving.signal,
});
ticks = ticks.sort((a, b) => a - b);
const {user, system} = process.cpuUsage();
writeFileSync(
  file,
  JSON.stringify({
    heaps,
    tickBytes: ticks[Math.floor(ticks.length / 2)],
    ms: performance.now() - begun,
    cpuMs: (user + system) / 1000,
    written,
  }),
);
process.exit(0);
