import {readFileSync} from 'node:fs';
import {build} from '../../source/engine/build.ts';
import {leanHeap} from '../../source/lean-heap.ts';
import {systemClock} from '../../source/system-clock.ts';
import {openRoom, order} from '../helpers/engine-room.ts';
import {syntheticMarket} from '../helpers/synthetic-market.ts';

/** Builds over sources that answer at once, night after night: `build-child SYMBOLS BATCH NIGHTS ROOT` prints what each cost as JSON. */
leanHeap();
const [symbols = '12000', batch = '250', nights = '1', root = ''] = process.argv.slice(2);
const costs: object[] = [];
for (let night = 0; night < Number(nights); night += 1) costs.push(await oneNight(night));
console.log(JSON.stringify(costs));

async function oneNight(night: number): Promise<object> {
  const size = Number(batch);
  const market = syntheticMarket({symbols: Number(symbols), priceBatch: size, metadataBatch: size, night});
  const clock = systemClock(new Date(Date.UTC(2026, 2, 3 + night, 3)));
  const room = await openRoom({root, clock, connections: market.connections});
  const before = field('/proc/self/io', 'wchar');
  const worked = process.cpuUsage();
  const begun = performance.now();
  const {outcome} = await build(room.works, order());
  const ms = performance.now() - begun;
  const {user, system} = process.cpuUsage(worked);
  await room.close();
  if (outcome !== 'sealed') throw new Error(`night ${night} ended ${outcome}`);
  return {
    ms,
    cpuMs: (user + system) / 1000,
    peakKb: field('/proc/self/status', 'VmHWM'),
    writtenBytes: field('/proc/self/io', 'wchar') - before,
  };
}

function field(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? Number.NaN);
}
