import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {Failure} from '../../source/failure.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {saidNow} from '../../source/tui/said.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {sealedScene, startedAt} from '../helpers/dashboard-scene.ts';
import {calm, onStage, press} from '../helpers/on-stage.ts';
import {modelOf} from '../helpers/pressed.ts';

const linesOf = (model: Model): readonly string[] => drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);

test('what a command came to stays on the screen while its person looks elsewhere, and goes by itself', async (t) => {
  const staged = await onStage(t, sealedScene());

  assert.match(await press(staged, 'b', 'y', 'P', 'B'), /Build: Did build\./);
  await staged.clock.advance(6000);
  await staged.terminal.settle();
  assert.doesNotMatch(staged.terminal.text(), /Did build/);
});

test('that the engine does not answer is said until it does, and not for the rest of its time', async (t) => {
  const outage = new Failure('writer.no-answer', 'The daemon does not answer.', {kind: 'no-answer'});
  const scene = sealedScene();
  const staged = await onStage(t, {...scene, outage}, {status: scene.status});

  assert.match(await press(staged, 'a'), /The engine does not answer; wait until it is back/);
  delete staged.scene.outage;
  await calm(staged);
  assert.doesNotMatch(staged.terminal.text(), /does not answer/);
});

test('what was just said goes when its time is over, also where the clock is set back meanwhile', () => {
  const now = Date.parse(startedAt);
  const said: Model = {...modelOf(sealedScene()), now, toast: {tone: 'good', text: 'Did it.', until: now + 6000}};
  const back = reduceReport(said, {type: 'ticked', now: now - 3_600_000});

  assert.equal(saidNow(back)?.text, 'Did it.');
  assert.equal(saidNow(reduceReport(back, {type: 'ticked', now: now - 3_600_000 + 6000})), undefined);
});

test('on a narrow screen hints give way whole, to what is looked for and to what was just said', async (t) => {
  const staged = await onStage(t, sealedScene(), {columns: 80, rows: 24});
  const message = (): string => staged.terminal.lines().at(-2)?.trimEnd() ?? '';

  await press(staged, 'c', '/corp\r');
  assert.match(
    message(),
    /^ \/corp {2}hits 1:\d+ 2:\d+ 3:\d+ 4:\d+ {2}\d+ in unfiltered, not in final +AAF {2}1\/\d+$/,
  );
  await press(staged, 'x');
  assert.match(message(), /Nothing is running\./);
  assert.doesNotMatch(message(), /~/);
});

test('a result that is longer than a line is read in whole, and stays as long as that takes', async (t) => {
  const hint = 'Copies of the key from before this do not open the credentials: keep a new one apart, and try it.';
  const perform = () => ({kind: 'done', sentence: 'Did it, and all of what follows is to be read.', hint}) as const;
  const staged = await onStage(t, {...sealedScene(), perform}, {columns: 80, rows: 24});
  const lines = (): string => staged.terminal.lines().slice(-4, -1).join(' ').replace(/\s+/g, ' ');

  await press(staged, 'b', 'y');
  assert.match(lines(), new RegExp(`Build: Did it, and all of what follows is to be read\\. ${hint}`));
  await press(staged, '/aa');
  assert.match(lines(), /keep a new one apart, and try it\. \/aa/);
  await staged.clock.advance(6000);
  await staged.terminal.settle();
  assert.match(lines(), /keep a new one apart, and try it/);
  await staged.clock.advance(9000);
  await staged.terminal.settle();
  assert.doesNotMatch(lines(), /keep a new one/);
});

test('why a key did nothing is said in its own view alone', async (t) => {
  const staged = await onStage(t, sealedScene());

  assert.match(await press(staged, 'x'), /Nothing is running/);
  assert.doesNotMatch(await press(staged, 'P'), /Nothing is running/);
});

test('beside a search that is kept what was just said comes first, beside one that is typed it comes last', async (t) => {
  const staged = await onStage(t, sealedScene(), {columns: 80, rows: 24});

  assert.match(await press(staged, '/a!sector:tech price<5000 cap>1m\r', 'x'), /^ Nothing is running.* \/a!sector/m);
  assert.match(await press(staged, '/'), /^ \/a!sector:tech price<5000 cap>1m/m);
});

test('why a key did nothing is gone with the next key that does something', async (t) => {
  const staged = await onStage(t, sealedScene());

  assert.match(await press(staged, 'n'), /Nothing is searched for/);
  assert.doesNotMatch(await press(staged, '/corp\r'), /Nothing is searched for/);
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 50],
] as const)
  for (const view of ['tables', 'build'] as const)
    test(`a result of any length leaves the newest line of the log in sight, in the ${view} at ${columns}x${rows}`, () => {
      const calm = {...modelOf(sealedScene()), size: {columns, rows}, view};
      const older = Array.from({length: 40}, (_, i) => `Line ${i}.`);
      const noted = [...older, 'The newest of all lines.'].reduce<Model>(
        (model, text) => reduceReport(model, {type: 'noted', line: {at: startedAt, tone: 'good', text}}),
        calm,
      );
      for (const words of [1, 20, 40, 60]) {
        const text = Array.from({length: words}, (_, i) => `word${i}`).join(' ');
        const said: Model = {...noted, toast: {tone: 'good', text: `${text}.`, until: noted.now + 9000}};
        const lines = linesOf(said);
        assert.equal(lines.length, rows);
        assert.match(lines.join('\n'), /The newest of all lines/, `${words} words`);
        assert.match(lines.join(' '), new RegExp(`${text.replaceAll(' ', '\\s+')}\\.`));
        assert.match(lines.at(-1) ?? '', / q quit|Esc tables/);
      }
    });
