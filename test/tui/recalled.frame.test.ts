import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withLine, withRecalled} from '../../source/tui/log-lines.ts';
import type {LogLine} from '../../source/tui/model.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {calm, onStage} from '../helpers/on-stage.ts';

const said = [
  {at: '2026-03-01T23:59:00.000Z', event: {type: 'provider.recovered', provider: 'nasdaq'}},
  {at: '2026-03-02T00:10:00.000Z', event: {type: 'provider.recovered', provider: 'yahoo'}},
] as const;

test('the log begins with what an earlier engine said, and says where this one began', async (t) => {
  const staged = await onStage(t, {...sealedScene(100), said});
  const {terminal, emit} = staged;
  emit({type: 'provider.recovered', provider: 'sec'});
  await calm(staged);

  const text = terminal.text();
  const lines = [
    'nasdaq answers again',
    '2026-03-02, a new day in UTC',
    'yahoo answers again',
    'This engine began',
    'sec answers again',
  ];
  const places = lines.map((line) => text.indexOf(line));
  assert.ok(!places.includes(-1), text);
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.doesNotMatch(text, /Nothing said since/);
});

test('read aloud, what was said before is no news', async (t) => {
  const {terminal, clock} = await onStage(t, {...sealedScene(100), said}, {isReadAloud: true});
  for (let i = 0; i < 10; i++) await clock.advance(1000);
  await terminal.settle();

  assert.doesNotMatch(terminal.written.join(''), /answers again/);
});

test('a log that goes on over midnight says the new day once', () => {
  const line = (at: string, text: string): LogLine => ({at, tone: 'plain', text});
  const log = [
    line('2026-03-02T23:59:59.000Z', 'one'),
    line('2026-03-03T00:00:01.000Z', 'two'),
    line('2026-03-03T00:00:02.000Z', 'three'),
  ].reduce(withLine, [] as readonly LogLine[]);

  assert.deepEqual(
    log.map(({text}) => text),
    ['one', '2026-03-03, a new day in UTC.', 'two', 'three'],
  );
});

test('where nothing was said before, nothing is added', () => {
  assert.deepEqual(withRecalled([], [], {since: '2026-03-03T00:00:00.000Z', isHeld: true}), []);
});

test('where no engine runs, none is said to have begun', () => {
  const lines = withRecalled([], said, {since: '2026-03-03T00:00:00.000Z', isHeld: false});

  assert.equal(lines.at(-1)?.text, 'No engine runs here: this is from the log.');
});
