import {type Cell, cells} from './cells.ts';
import type {Healthy} from './healthy.ts';
import {runNight} from './night.ts';
import {wrongWith} from './verdict.ts';

export type CellResult = {readonly cell: Cell; readonly line: string; readonly wrong: readonly string[]};

/** So many at once: most of them wait, for a timeout or for the disk. */
const atOnce = 6;

/** Every fault on every call, each on a root of its own. */
export async function runMatrix(healthy: Healthy, chosen: readonly Cell[] = cells): Promise<readonly CellResult[]> {
  const todo = [...chosen];
  const results: CellResult[] = [];
  const work = async (): Promise<void> => {
    for (let cell = todo.shift(); cell; cell = todo.shift()) results.push(await runCell(healthy, cell));
  };
  // Independent roots and markets; one after the other the timeouts alone would take minutes.
  await Promise.all(Array.from({length: atOnce}, work));
  return results.sort((one, other) => chosen.indexOf(one.cell) - chosen.indexOf(other.cell));
}

export function runCell(healthy: Healthy, cell: Cell): Promise<CellResult> {
  return runNight(healthy.root, {night: 1, fault: cell.bend}, async (run) => {
    const wrong = await wrongWith(cell, run, healthy);
    const {rejected, refusedLists, partial} = run.failures;
    const {outcome} = run.outcome;
    const failed = rejected + refusedLists + partial;
    const words = [
      ...[cell.call.padEnd(13), cell.fault.padEnd(30), cell.kind.padEnd(6), outcome.padEnd(8)],
      ...[
        `${run.requests.length}`.padStart(3),
        'requests',
        `${failed}`.padStart(2),
        'failed calls',
        wrong.length === 0 ? '✔' : '✘',
      ],
    ];
    return {cell, line: words.join(' '), wrong};
  });
}
