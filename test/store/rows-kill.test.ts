import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import test from 'node:test';
import {sweepOrphans} from '../../source/store/file.ts';
import {decodeUniverse, universeFormat} from '../../source/store/formats/universe-file.ts';
import {Rows} from '../../source/store/rows.ts';
import {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {bundle} from '../helpers/bundle.ts';
import {heading, stillClock, tempFolder, tickerOf} from './store-fixture.ts';

const KILLS = 40;

test(`${KILLS} kills lose nothing acknowledged, and a reader always finds a whole file`, {
  timeout: 240_000,
}, async (t) => {
  const {file: script, remove} = await bundle(new URL('./rows-appender.ts', import.meta.url));
  t.after(remove);
  const folder = await tempFolder(t);
  const published = join(folder, 'universe.json');
  let acknowledged = 0;
  let reads = 0;
  let isDone = false;
  const reader = (async () => {
    while (!isDone) {
      const text = await readFile(published, 'utf8').catch(() => undefined);
      if (text !== undefined) {
        decodeUniverse(text);
        reads++;
      }
      await new Promise((wake) => setTimeout(wake, 20));
    }
  })();

  for (let kill = 0; kill < KILLS; kill++) {
    // Spread over the whole cycle of append, sync, write, rename and reset; fixed, so that a failure comes again.
    const {saved, damaged} = await appendUntilKilled(script, folder, 1 + ((kill * 7) % 23));
    acknowledged = Math.max(acknowledged, saved);
    assert.equal(damaged, 0, `kill ${kill} looked like corruption`);
  }
  isDone = true;
  await reader;
  const rows = await Rows.open({
    path: published,
    journal: join(folder, 'universe.journal'),
    key: (row) => row.symbol,
    row: EnrichedSymbol,
    format: universeFormat(() => heading),
    publish: 'often',
    clock: stillClock,
  });

  assert.ok(reads > KILLS && acknowledged > KILLS * 8);
  assert.deepEqual(rows.found.setAside, []);
  for (let index = 0; index < acknowledged; index++) assert.ok(rows.has(tickerOf(index)), `row ${index} is lost`);
  await sweepOrphans(folder);
  await rows.close();
});

/** Kills the appender a moment after its `after`th acknowledgement; the moment varies by what it is doing just then. */
async function appendUntilKilled(
  script: string,
  folder: string,
  after: number,
): Promise<{saved: number; damaged: number}> {
  const child = spawn(process.execPath, [script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  let saved = 0;
  let damaged = 0;
  let acknowledgements = 0;
  for await (const line of createInterface({input: child.stdout})) {
    const [word, count] = line.split(' ');
    if (word === 'found') damaged = Number(count);
    if (word !== 'saved') continue;
    saved = Number(count);
    if (++acknowledgements === after) killSoon(child, after);
  }
  await ended;
  return {saved, damaged};
}

function killSoon(child: ChildProcess, after: number): void {
  setTimeout(() => child.kill('SIGKILL'), after % 4);
}
