import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {cells} from './cells.ts';
import {buildHealthy, type Healthy} from './healthy.ts';
import {runCell, runMatrix} from './matrix.ts';

let healthy: Healthy;
before(async () => {
  healthy = await buildHealthy();
});
after(() => healthy.remove());

// Line by line: node test/faults/show-matrix.ts
test('no fault of any provider call blocks falsely, changes what is sealed without reason, or passes in silence', {
  timeout: 600_000,
}, async () => {
  const results = await runMatrix(healthy);

  assert.ok(results.length > 180);
  assert.deepEqual(
    results.filter(({wrong}) => wrong.length > 0).map(({line, wrong}) => [line, ...wrong]),
    [],
  );
});

test('a body of 200 MB costs no more memory than its limit, whichever call it answers', {
  timeout: 600_000,
}, async () => {
  const endless = cells.filter(({bend}) => bend.answer === 'endless');
  let most = 0;
  const before = process.memoryUsage.rss();
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  }, 2);

  for (const cell of endless) await runCell(healthy, cell);
  clearInterval(timer);

  assert.equal(endless.length, 9);
  // The largest limit is 32 MiB; one body waits in the socket while another is thrown away.
  assert.ok(most < 150 * 1024 * 1024, `${Math.round(most / 1024 / 1024)} MiB more`);
});
