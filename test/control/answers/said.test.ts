import assert from 'node:assert/strict';
import {appendFile} from 'node:fs/promises';
import {test} from 'node:test';
import {answerSaid} from '../../../source/control/answers/said.ts';
import type {Live} from '../../../source/control/reading.ts';
import type {BuildEvent} from '../../../source/engine/event.ts';
import {idle} from '../../../source/engine/progress.ts';
import {LogFile} from '../../../source/store/log-file.ts';
import {type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';

/** As the stream writes them. */
async function say({paths, clock}: SealedRoot, events: readonly BuildEvent[]): Promise<void> {
  const log = await LogFile.open({path: paths.opsLog, clock});
  await log.append(events.map((event) => ({time: clock.now().toISOString(), ...event})));
  await log.close();
}

const working: Live = {
  kind: 'dashboard',
  pid: 1,
  since: '2026-03-03T01:00:00.000Z',
  opsEnd: 0,
  progress: () => idle,
  seq: () => 0,
  halted: () => undefined,
};
const recovered = (provider: string): BuildEvent => ({type: 'provider.recovered', provider});
const admitted = (symbol: string): BuildEvent => ({type: 'symbol.admitted', buildId: 'b1', symbol});

test('what was said is told in its order, without verdicts and without what is no event', async (t) => {
  const root = await sealedRoot(t);
  await say(root, [recovered('one'), admitted('AAA'), admitted('BBB'), recovered('two')]);
  await appendFile(root.paths.opsLog, 'no record\n');
  await say(root, [recovered('three')]);

  const said = await answerSaid(root.reading);

  assert.deepEqual(
    said.flatMap(({event}) => ('provider' in event ? [event.provider] : [])),
    ['one', 'two', 'three'],
  );
  assert.deepEqual([...new Set(said.map(({at}) => at))], [root.clock.now().toISOString()]);
});

test('what this engine said itself is not told again, though a replayed clock calls it earlier', async (t) => {
  const root = await sealedRoot(t, {live: {...working, opsEnd: 2}});
  await say(root, [recovered('one'), recovered('two')]);
  await say(root, [recovered('three')]);

  const said = await answerSaid(root.reading);

  assert.deepEqual(
    said.map(({event}) => event),
    [recovered('one'), recovered('two')],
  );
});

test('of a long log the newest are told, and a root without one has nothing to tell', async (t) => {
  const root = await sealedRoot(t);
  assert.deepEqual(await answerSaid(root.reading), []);
  await say(
    root,
    Array.from({length: 700}, (_, i) => recovered(`p${i}`)),
  );

  const said = await answerSaid(root.reading);

  assert.equal(said.length, 300);
  assert.deepEqual(said.at(-1)?.event, recovered('p699'));
  assert.deepEqual(said[0]?.event, recovered('p400'));
});

test('what was said is told with its own time, however late its line was written', async (t) => {
  const root = await sealedRoot(t);
  const log = await LogFile.open({path: root.paths.opsLog, clock: root.clock});
  await log.append([{time: '2026-03-02T12:54:42.000Z', ...recovered('one')}]);
  await log.close();

  const [said] = await answerSaid(root.reading);

  assert.equal(said?.at, '2026-03-02T12:54:42.000Z');
});
