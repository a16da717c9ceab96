import assert from 'node:assert/strict';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import type {SettingRow} from '../../source/control/query.ts';
import type {Model} from '../../source/tui/model.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {makeTheme} from '../../source/tui/theme.ts';
import {drawSettings} from '../../source/tui/views/draw-settings.ts';
import {inSettings, linesIn, rowsListed, textOf} from '../../source/tui/views/settings-state.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';
import {settingRows} from '../helpers/setting-rows.ts';

/** As kitty sends it; a lone escape byte may be the start of something longer. */
const escapeKey = '\x1b[27u';

function viewing(rows: readonly SettingRow[] = settingRows): Model {
  const {model} = pressed(modelOf(sealedScene(40)), ',');
  return inSettings((state) => ({...state, rows}))(model);
}

const listed = ({views}: Model) => rowsListed(views.settings).map(({field}) => field);
const formOf = ({overlay}: Model) => (overlay?.kind === 'form' ? overlay.form : undefined);

test('settings stand in groups, those of a provider under its name', () => {
  const lines = linesIn({rows: settingRows}).map((line) => line.group ?? `  ${line.row.field}`);

  assert.deepEqual(lines, [
    'general',
    '  exchanges',
    '  minPrice',
    '  maxMarketCap',
    'gates',
    '  gates.maxRemoved',
    'providers.nasdaq',
    '  providers.nasdaq.baseUrl',
  ]);
});

test('f filters by every word as it is typed, Enter keeps it and Escape clears it', () => {
  const typing = pressed(viewing(), 'fdollars q').model;
  const kept = pressed(viewing(), 'fdollars\r').model;

  assert.deepEqual(listed(typing), []);
  assert.deepEqual(listed(kept), ['minPrice']);
  assert.equal(kept.views.settings.filter?.isEditing, false);
  assert.deepEqual(pressed(kept, escapeKey).model.views.settings.filter, undefined);
  assert.equal(pressed(kept, escapeKey).model.view, 'settings');
  assert.equal(pressed(kept, `${escapeKey}${escapeKey}`).model.view, 'tables');
});

test('what is typed into the filter is no key of the dashboard', () => {
  const {model, done} = pressed(viewing(), 'fqxdC');

  assert.equal(model.views.settings.filter?.text, 'qxdC');
  assert.equal(model.view, 'settings');
  assert.deepEqual(done, []);
});

test('Enter opens a form with the value as it can be typed again', () => {
  assert.equal(formOf(pressed(viewing(), '\r').model)?.fields[0]?.text, 'NYSE,NASDAQ');
  assert.equal(formOf(pressed(viewing(), 'j\r').model)?.fields[0]?.text, '2');
});

const capRow: SettingRow = {
  field: 'minMarketCap',
  label: 'Minimum market cap',
  help: 'US dollars',
  value: 1e9,
  default: 3e8,
  changed: true,
  range: {isWhole: false, least: 0},
};
const shareRow: SettingRow = {
  field: 'gates.maxRemoved',
  label: 'Removed',
  help: '',
  value: 0.03,
  default: 0.03,
  changed: false,
  range: {isWhole: false, least: 0, most: 1},
};

test('the form of a number says what it is, what else it can be, and what the text comes to as it is typed', () => {
  const helpAfter = (row: SettingRow, keys: string) =>
    formOf(pressed(viewing([row]), `\r${keys}`).model)?.fields[0]?.help;
  const what = 'US dollars. A number of 0 or more. Millions are written 500e6.';

  assert.deepEqual(formOf(pressed(viewing([capRow]), '\r').model)?.sentences, [
    'Minimum market cap. It is 1,000,000,000 (1.00B) now; its default is 300,000,000 (300M).',
  ]);
  assert.equal(helpAfter(capRow, ''), `That is 1,000,000,000 (1.00B). ${what}`);
  assert.equal(helpAfter(capRow, '\x15500e6'), `That is 500,000,000 (500M). ${what}`);
  assert.equal(helpAfter(capRow, '\x15500M'), `That is no number yet. ${what}`);
  assert.equal(helpAfter(capRow, '\x159e999'), `That is no number yet. ${what}`);
  assert.equal(helpAfter(capRow, '\x15-7'), `-7 does not fit. ${what}`);
  assert.equal(helpAfter(capRow, '\x15'), what);
  assert.equal(helpAfter(shareRow, '\x150.125'), 'That is 0.125 (12.5%). A number from 0 to 1.');
  assert.equal(helpAfter(shareRow, '\x153'), '3 does not fit. A number from 0 to 1.');
});

test('what came masked is never written back as dots', () => {
  assert.equal(formOf(pressed(viewing(), 'G\r').model)?.fields[0]?.text, '');
});

test('d asks before it sets back what is changed, and refuses what is not', () => {
  const asked = pressed(viewing(), 'jd').model;

  assert.deepEqual(pressed(asked, '\r').done, []);
  assert.deepEqual(pressed(asked, 'y').done, [{type: 'perform', command: {name: 'settings.unset', field: 'minPrice'}}]);
  assert.deepEqual(pressed(viewing(), 'd').done, [
    {type: 'say', tone: 'warn', text: 'exchanges stands on its default already.'},
  ]);
});

test('before a change nothing is promised of when it counts, which differs by setting', () => {
  const sentencesIn = ({overlay}: Model) =>
    overlay?.kind === 'ask' ? overlay.ask.sentences : overlay?.kind === 'form' ? overlay.form.sentences : [];

  for (const keys of ['jd', 'j\r', ':set schedule.enabled true\r', ':set minPrice 3\r']) {
    const sentences = sentencesIn(pressed(viewing(), keys).model).join(' ');
    assert.notEqual(sentences, '', keys);
    assert.doesNotMatch(sentences, /next build|at once/, keys);
  }
});

test('while the engine is away no setting is edited', () => {
  const lost = reduceReport(viewing(), {type: 'lost', because: 'gone'});

  for (const key of ['d', '\r'])
    assert.deepEqual(pressed(lost, key).done, [
      {type: 'say', tone: 'warn', text: 'The engine does not answer; wait until it is back.', isRefusal: true},
    ]);
});

test('a value is written as it is typed: a list with commas, anything deeper as JSON', () => {
  assert.deepEqual([undefined, 'file', 3e8, true, ['NYSE', 'ARCA'], [], ['a,b'], {a: 1}].map(textOf), [
    '',
    'file',
    '300000000',
    'true',
    'NYSE,ARCA',
    '[]',
    '["a,b"]',
    '{"a":1}',
  ]);
});

test('why the settings cannot be read is told whole, with what to do, on as many lines as it takes', () => {
  const sentence = `${'A long word of what is wrong. '.repeat(6)}Correct the file by hand.`;
  const model = inSettings(({rows: _rows, ...state}) => ({...state, sentence}))(viewing());

  const lines = drawSettings(model, makeTheme(false), {width: 116, height: 30}).map(stripVTControlCharacters);

  assert.match(
    lines.map((line) => line.trim()).join(' '),
    /The settings could not be read: .* Correct the file by hand\./,
  );
  assert.ok(lines.every((line) => line.length === 116));
});

test('a figure in its form gives way to the first digit, an arrow key edits it, and a list is gone on with', () => {
  const rows = settingRows.map((row) => (row.field === 'minPrice' ? {...row, range: {isWhole: false, above: 0}} : row));
  const textAfter = (keys: string) => formOf(pressed(viewing(rows), keys).model)?.fields[0]?.text;
  const now = '2';

  assert.equal(textAfter('j\r'), now);
  assert.equal(textAfter('j\r7'), '7');
  assert.equal(textAfter('j\r75'), '75');
  assert.equal(textAfter('j\r\x1b[C5'), `${now}5`);
  assert.equal(textAfter('j\r\x7f'), now.slice(0, -1));
  assert.equal(textAfter('\r,X'), `${textAfter('\r')},X`);
});
