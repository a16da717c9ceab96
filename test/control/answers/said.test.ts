import assert from 'node:assert/strict';
import {appendFile} from 'node:fs/promises';
import {test} from 'node:test';
import {answerSaid} from '../../../source/control/answers/said.ts';
import type {BuildEvent} from '../../../source/engine/event.ts';
import {LogFile} from '../../../source/store/log-file.ts';
import {type SealedRoot, sealedRoot} from '../../helpers/sealed-root.ts';

/** As the stream writes them. */
async function say({paths, clock}: SealedRoot, events: readonly BuildEvent[]): Promise<void> {
  const log = await LogFile.open({path: paths.opsLog, clock});
  await log.append(events.map((event) => ({time: clock.now().toISOString(), ...event})));
  await log.close();
}

const recovered = (provider: string): BuildEvent => ({type: 'provider.recovered', provider});
const admitted = (symbol: string): BuildEvent => ({type: 'symbol.admitted', buildId: 'b1', symbol});
const later = '2027-01-01T00:00:00.000Z';

test('what was said is told in its order, up to an instant, without verdicts and without what is no event', async (t) => {
  const root = await sealedRoot(t);
  await say(root, [recovered('one'), admitted('AAA'), admitted('BBB'), recovered('two')]);
  await appendFile(root.paths.opsLog, 'no record\n');
  const then = root.clock.now().toISOString();
  await root.clock.advance(1000);
  await say(root, [recovered('three')]);

  const all = await answerSaid(root.reading, {name: 'said', before: later});
  const before = await answerSaid(root.reading, {name: 'said', before: root.clock.now().toISOString()});

  const named = (said: typeof all) =>
    said.map(({at, event}) => [at, 'provider' in event ? event.provider : event.type]);
  assert.deepEqual(
    named(all)
      .map(([, who]) => who)
      .filter((who) => who !== 'log.damaged'),
    ['one', 'two', 'three'],
  );
  assert.deepEqual(named(before).slice(0, 2), [
    [then, 'one'],
    [then, 'two'],
  ]);
  assert.ok(!named(before).some(([, who]) => who === 'three'));
});

test('of a long log the newest are told, and a root without one has nothing to tell', async (t) => {
  const root = await sealedRoot(t);
  assert.deepEqual(await answerSaid(root.reading, {name: 'said', before: later}), []);
  await say(
    root,
    Array.from({length: 700}, (_, i) => recovered(`p${i}`)),
  );

  const said = await answerSaid(root.reading, {name: 'said', before: later});

  assert.equal(said.length, 300);
  assert.deepEqual(said.at(-1)?.event, recovered('p699'));
  assert.deepEqual(said[0]?.event, recovered('p400'));
});

test('what was said is told with its own time, however late its line was written', async (t) => {
  const root = await sealedRoot(t);
  const log = await LogFile.open({path: root.paths.opsLog, clock: root.clock});
  await log.append([{time: '2026-03-02T12:54:42.000Z', ...recovered('one')}]);
  await log.close();

  const [said] = await answerSaid(root.reading, {name: 'said', before: later});

  assert.equal(said?.at, '2026-03-02T12:54:42.000Z');
});
