import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {Result} from '../../source/control/control.ts';
import type {SettingRow} from '../../source/control/query.ts';
import {Failure} from '../../source/failure.ts';
import {widthOf} from '../../source/tui/cell-text.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {inSettings} from '../../source/tui/views/settings-state.ts';
import {sealedScene, stage} from '../helpers/dashboard-scene.ts';
import {hostile, sizes} from '../helpers/frame.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';
import {settingRows} from '../helpers/setting-rows.ts';

function frame(model: Model): string {
  const lines = drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);
  assert.equal(lines.length, model.size.rows);
  assert.deepEqual([...new Set(lines.map(widthOf))], [model.size.columns]);
  const text = lines.join('\n');
  assert.doesNotMatch(text, /[\u202a-\u202e\x1b\x07\u200d]/);
  return text;
}

function viewing(size: (typeof sizes)[number], rows?: readonly SettingRow[]): Model {
  const {model} = pressed(modelOf(sealedScene(40)), ',');
  const sized = reduceGesture(model, {type: 'resized', size});
  return rows ? inSettings((state) => ({...state, rows}))(sized) : sized;
}

for (const size of sizes) {
  const at = `at ${size.columns}x${size.rows}`;

  test(`${at} every setting stands with its value, its default and a mark where it is changed`, () => {
    const text = frame(pressed(viewing(size, settingRows), 'j').model);

    assert.match(text, /5 of 5, 2 changed \(\*\)/);
    assert.match(text, /^> \*minPrice +2 +1 *$/m);
    assert.match(text, /^ {3}exchanges +NYSE,NASDAQ +NYSE,NASDAQ *$/m);
    assert.match(text, /^ {3}maxMarketCap +- +- *$/m);
    assert.match(text, /minPrice: Minimum price *\n {2}US dollars *\n {2}Now 2; default 1\./);
  });

  test(`${at} hostile settings tear no line`, () => {
    const row = {field: 'gates.x', label: hostile, help: hostile, value: hostile, default: hostile, changed: true};
    const model = viewing(size, [row, {...row, field: hostile}]);

    assert.match(frame(model), /evil/);
    assert.match(frame(pressed(model, `f${hostile.slice(20, 60)}`).model), /SETTINGS/);
  });

  test(`${at} it says what it has not read, what it could not, and that the engine is away`, () => {
    const unread = inSettings((state) => ({...state, sentence: 'The file is broken.'}))(viewing(size));
    const lost = reduceReport(viewing(size, settingRows), {type: 'lost', because: 'gone'});

    assert.match(frame(viewing(size)), /Reading the settings \.\.\./);
    assert.match(frame(unread), /The settings could not be read: The file is broken\./);
    assert.match(frame(lost), /SETTINGS.*engine does not/);
    assert.match(frame(pressed(viewing(size, settingRows), 'fzzz').model), /No setting has these words/);
  });
}

test('a refused value says so in the form, and one that is taken says from when it counts and who set it', async (t) => {
  let tries = 0;
  const perform = (): Result => {
    tries += 1;
    if (tries === 1) throw new Failure('settings.invalid', 'minPrice cannot be "abc".', {hint: 'It must be a number.'});
    return {kind: 'done', sentence: 'minPrice is now 3.', hint: 'It counts from the next build or refilter on.'};
  };
  const answers = ({name}: {name: string}): unknown => (name === 'settings' ? settingRows : undefined);
  const staged = stage({...sealedScene(40), answer: answers, perform}, {columns: 120, rows: 40});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  const {terminal, clock, control} = staged;
  for (let i = 0; i < 4; i++) {
    await clock.advance(250);
    await terminal.settle();
  }
  terminal.type(',');
  await terminal.settle();
  await clock.advance(250);
  await terminal.until((screen) => screen.includes('minPrice'));
  terminal.type('j\r\x15abc\r');
  await terminal.until((screen) => screen.includes('! minPrice cannot be "abc". It must be a number.'));
  terminal.type('\x153\r');
  await terminal.until((screen) => screen.includes('minPrice is now 3. It counts from the next build or refilter on.'));
  staged.emit({type: 'settings.changed', field: 'minPrice', actor: 'ada', earlier: '2', value: '3'});
  await terminal.settle();
  await clock.advance(250);

  await terminal.until((screen) => screen.includes('Setting minPrice is now 3 (ada).'));
  assert.deepEqual(
    control.performed.map(({command}) => command),
    ['abc', '3'].map((value) => ({name: 'settings.set', field: 'minPrice', value})),
  );
});

test('settings whose file is gone are called defaults, and what needs them is refused with the reason', () => {
  for (const size of sizes) {
    const model = viewing(size, settingRows);
    const {status} = model;
    assert.ok(status);
    const gone = {...model, status: {...status, settingsGone: '/u/settings.json is gone, with what was set.'}};

    assert.match(frame(gone), /settings\.json is gone: /);
    assert.deepEqual(
      ['b', 'r', 'u'].map((key) => pressed({...gone, view: 'tables'}, key).done),
      Array(3).fill([
        {type: 'say', tone: 'warn', text: '/u/settings.json is gone, with what was set.', isRefusal: true},
      ]),
    );
  }
});
