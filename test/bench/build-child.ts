import {readFileSync} from 'node:fs';
import {build} from '../../source/engine/build.ts';
import {leanHeap} from '../../source/lean-heap.ts';
import {systemClock} from '../../source/system-clock.ts';
import {openRoom, order} from '../helpers/engine-room.ts';
import {syntheticMarket} from '../helpers/synthetic-market.ts';

/** One build over sources that answer at once: `build-child SYMBOLS BATCH ROOT` prints what it cost as JSON. */
leanHeap();
const [symbols = '12000', batch = '250', root = ''] = process.argv.slice(2);
const size = Number(batch);
const market = syntheticMarket({symbols: Number(symbols), priceBatch: size, metadataBatch: size});
const room = await openRoom({
  root,
  clock: systemClock(new Date('2026-03-03T03:00:00Z')),
  connections: market.connections,
});
const begun = performance.now();
const outcome = await build(room.works, order());
const ms = performance.now() - begun;
await room.close();
console.log(
  JSON.stringify({
    ms,
    outcome: outcome.outcome,
    peakKb: field('/proc/self/status', 'VmHWM'),
    writtenBytes: field('/proc/self/io', 'wchar'),
  }),
);

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? Number.NaN);
}
