import {join} from 'node:path';
import {universeFormat} from '../../source/store/formats/universe-file.ts';
import {Rows} from '../../source/store/rows.ts';
import {EnrichedSymbol} from '../../source/universe/symbol.ts';
import {enriched, heading, tickerOf} from './store-fixture.ts';

/** Appends without end and says every acknowledgement; the test kills it. */
const folder = process.argv[2] ?? '';
const rows = await Rows.open({
  path: join(folder, 'universe.json'),
  journal: join(folder, 'universe.journal'),
  key: (row) => row.symbol,
  row: EnrichedSymbol,
  format: universeFormat(() => heading),
  publish: 'often',
  clock: {
    now: () => new Date(),
    monotonic: () => performance.now(),
    sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
  },
});
process.stdout.write(`found ${rows.found.setAside.length}\n`);
for (let next = rows.size, batch = 0; ; next += 8, batch++) {
  await rows.append(Array.from({length: 8}, (_, index) => enriched(tickerOf(next + index))));
  process.stdout.write(`saved ${next + 8}\n`);
  // Far more often than it publishes by itself, so that many kills fall into a rename or a reset.
  if (batch % 2 === 1) await rows.checkpoint();
}
