import {type DashboardFigures, dashboardFigures} from './dashboard.ts';
import {first} from './first.ts';
import {type Hour, hour} from './hour.ts';
import type {Series} from './series.ts';
import {writeTables} from './tables.ts';
import {judge} from './verdicts.ts';
import {type VisidataFigures, visidataFigures} from './visidata.ts';

/**
 * `npm run bench:tui`: from a key to the last byte of its frame, in a terminal of 200x50 with four files of 12,000 rows; and VisiData with one.
 * `-- hour=1` runs the whole hour of events instead of a thirtieth; `-- no-hour` leaves it out.
 */
const words = process.argv.slice(2);
const factor = Number(words.find((word) => word.startsWith('hour='))?.slice(5) ?? 30);

const tables = await writeTables();
try {
  console.log('pty by util-linux script, 200x50; milliseconds from key to the last byte of its answer\n');
  const opening = await first(tables);
  const ours = await dashboardFigures(tables);
  print('dashboard, 4 x 12,000 rows', ours, opening.oursMs);
  const theirs = await visidataFigures(tables);
  if (theirs) print('VisiData, 1 x 12,000 rows', theirs, opening.theirsMs ?? Number.NaN);
  else console.log('skipped: visidata is not installed (Debian: apt install visidata)\n');
  const long = words.includes('no-hour') ? undefined : await hour(factor);
  if (long) printHour(long);
  const holds = judge({ours, opening, ...(theirs ? {theirs} : {}), ...(long ? {long} : {})}, (line) =>
    console.log(line),
  );
  process.exitCode = holds ? 0 : 1;
} finally {
  await tables.remove();
}

function print(title: string, {series}: DashboardFigures | VisidataFigures, firstMs: number): void {
  console.log(`${title.padEnd(28)}     p50     p95     p99   CPU/key  bytes/key  keys`);
  for (const row of series) console.log(lineOf(row));
  console.log(`  first content from exec   ${firstMs.toFixed(0)} ms\n`);
}

function lineOf({name, p50, p95, p99, cpuMs, bytes, keys}: Series): string {
  const times = [p50, p95, p99].map((ms) => ms.toFixed(1).padStart(8)).join('');
  return `  ${name.padEnd(26)}${times}${cpuMs.toFixed(1).padStart(10)}${String(bytes).padStart(11)}${String(keys).padStart(6)}`;
}

function printHour({events, factor: times, heaps, ms, cpuMs}: Hour): void {
  const part = times === 1 ? 'an hour' : `1/${times} of an hour`;
  const held = heaps.map((mb) => mb.toFixed(1)).join(', ');
  console.log(`${part} at 200 events a second: ${events.toLocaleString('en')} events in ${(ms / 1000).toFixed(0)} s`);
  console.log(`  heap after collection ${held} MB; ${(cpuMs / events).toFixed(3)} ms of the processor an event\n`);
}
