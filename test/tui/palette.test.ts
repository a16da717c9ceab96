import assert from 'node:assert/strict';
import {test} from 'node:test';
import {likeness, ranked} from '../../source/tui/fuzzy.ts';
import {bindings} from '../../source/tui/keys.ts';
import type {Model} from '../../source/tui/model.ts';
import {emptyPalette, type Palette, suggestions} from '../../source/tui/palette.ts';
import {press} from '../../source/tui/press.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {hostile, sizes, wholeFrame} from '../helpers/frame.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = modelOf(sealedScene(400), {folder: '/home/ada'});

const paletteOf = (model: Model): Palette | undefined =>
  model.overlay?.kind === 'palette' ? model.overlay.palette : undefined;
const textAfter = (bytes: string, model = calm): string | undefined => paletteOf(pressed(model, bytes).model)?.text;
const doneBy = (bytes: string, model = calm): readonly unknown[] =>
  pressed(model, bytes).done.map((r) => ('command' in r ? r.command : 'text' in r ? r.text : r.type));

test('every act of the key table stands in the palette, with its key', () => {
  const names = suggestions(calm, emptyPalette).map(({line}) => line.trim());

  for (const {act} of bindings) assert.ok(names.includes(act), act);
  assert.equal(suggestions(calm, {...emptyPalette, typed: 'zoom'})[0]?.keys, 'z');
});

test('a name may be typed loosely, and Enter takes what fits best', () => {
  assert.equal(pressed(calm, ':zoo\r').model.isZoomed, true);
  assert.equal(pressed(calm, ':rfl\r').model.overlay?.kind, 'ask');
  assert.equal(pressed(calm, ':help\r').model.overlay?.kind, 'help');
  assert.deepEqual(
    ranked(['export', 'explain', 'stop'], 'exp', (name) => name),
    ['export', 'explain'],
  );
  assert.equal(likeness('build', 'xyz'), undefined);
  assert.equal(likeness('a.b', '.*'), undefined);
});

test('a command that is pasted and does not fit is not taken in half', () => {
  const {model: told, done} = pressed(calm, `:\x1b[200~block AAPL ${'because '.repeat(40)}\x1b[201~`);

  assert.deepEqual([paletteOf(told)?.text, done], ['', []]);
  assert.match(wholeFrame(told), /! No more than 200 characters fit here; nothing was added\./);
});

test('a name that is none is said in the palette, which stays', () => {
  const {model} = pressed(calm, ':frobnicate\r');

  assert.equal(paletteOf(model)?.error, 'There is no command "frobnicate"; Tab lists what there is.');
  assert.equal(paletteOf(pressed(model, 'x').model)?.error, undefined);
});

test('Tab completes commands, symbols, tables and views, and goes on to the next', () => {
  assert.equal(textAfter(':expo\t'), 'export ');
  assert.equal(textAfter(':goto aab\t'), 'goto AAB');
  const [first, second] = [textAfter(':explain AA\t'), textAfter(':explain AA\t\t')];
  assert.match(first ?? '', /^explain AA/);
  assert.notEqual(first, second);
  assert.equal(textAfter(':explain AA\t\t\x1b[Z'), first);
  assert.equal(textAfter(':export bl\t'), 'export blocklist');
  assert.equal(textAfter(':view t\t'), 'view tables');
});

test('settings complete once the engine has named them, each with its value', () => {
  const settings = [{field: 'minPrice', label: 'Minimum price', help: '', value: 1, changed: false}];
  const list = suggestions(calm, {...emptyPalette, typed: 'set min', settings});

  assert.deepEqual(list, [{line: 'set minPrice', name: 'minPrice', keys: '', help: 'Minimum price: 1'}]);
});

test('up and down recall what was entered, once each, also after it was closed', () => {
  const used = pressed(calm, ':zoom\r:goto AAC\r:zoom\r').model;

  assert.deepEqual(used.entered, ['goto AAC', 'zoom']);
  assert.equal(textAfter(':\x1b[A', used), 'zoom');
  assert.equal(textAfter(':\x1b[A\x1b[A\x1b[A', used), 'goto AAC');
  assert.equal(textAfter(':\x1b[A\x1b[A\x1b[B', used), 'zoom');
  assert.equal(textAfter(':\x1b[A\x1b[B', used), '');
});

test('keys of the list are offered where there is a list, and a name that is none is said before Enter', () => {
  const none = wholeFrame(pressed(calm, ':verif').model);

  assert.match(none, /No command is called so\./);
  assert.doesNotMatch(none, /PgDn|Tab/);
  assert.doesNotMatch(wholeFrame(pressed(calm, ':zoom').model), /PgDn|No command/);
  assert.match(wholeFrame(pressed(calm, ':').model), /Tab.* PgDn.* more/s);
});

test('Escape closes, and so does Enter on nothing', () => {
  assert.deepEqual(press(pressed(calm, ':zoom').model, {name: 'escape'}), {type: 'closed'});
  assert.equal(pressed(calm, ':\r').model.overlay, undefined);
  assert.deepEqual(pressed(calm, ':\r').model.entered, []);
});

test('explain opens the card of a symbol, as the tables spell it', () => {
  const card = (bytes: string): unknown => {
    const {overlay} = pressed(calm, bytes).model;
    return overlay?.kind === 'card' ? overlay.card.symbol : overlay;
  };

  assert.equal(card(':explain aac\r'), 'AAC');
  assert.equal(card(':explain brk-b\r'), 'brk-b');
  assert.equal(card('j:explain\r'), calm.tables.final.rows[1]?.symbol);
});

test('goto moves the cursor in this table, in another, and past a search that hides the symbol', () => {
  const only = calm.tables.unfiltered.rows.find(
    ({symbol}) => !calm.tables.final.rows.some((row) => row.symbol === symbol),
  );
  const here = pressed(calm, ':goto AAC\r').model;
  const there = pressed(calm, `:goto ${only?.symbol}\r`).model;
  const hidden = pressed(calm, '/petroleum\r:goto AAC\r').model;

  assert.equal(here.tables.final.rows[here.windows.final.cursor]?.symbol, 'AAC');
  assert.equal(there.focus, 'unfiltered');
  assert.equal(there.tables.unfiltered.rows[there.windows.unfiltered.cursor]?.symbol, only?.symbol);
  assert.deepEqual([hidden.search, hidden.chosen], [undefined, 'AAC']);
  assert.match(paletteOf(pressed(calm, ':goto NOPE\r').model)?.error ?? '', /in none of the four tables/);
});

test('goto and explain take a symbol in any spelling', () => {
  const [first = assert.fail()] = calm.tables.final.rows;
  const rows = [...calm.tables.final.rows, {...first, symbol: 'BRK.B'}];
  const model = {...calm, tables: {...calm.tables, final: {...calm.tables.final, rows}}};
  const found = ['brk.b', 'brk-b', 'brk/b'].map((word) => pressed(model, `:goto ${word}\r`).model.chosen);
  const {overlay} = pressed(model, ':explain brk/b\r').model;

  assert.deepEqual(found, ['BRK.B', 'BRK.B', 'BRK.B']);
  assert.equal(overlay?.kind === 'card' && overlay.card.symbol, 'BRK.B');
});

test('an end that is mistyped is refused, and not taken as the reason of a block for good', () => {
  for (const [end, why] of [
    ['9z', '7d, 2w or 2026-12-31\\. A reason begins with a letter\\.$'],
    ['2030-13-01', 'Write it as'],
    ['2001-01-01', '2001-01-01 has passed\\.'],
  ] as const) {
    const {model, done} = pressed({...calm, now: Date.parse('2026-03-02')}, `:block AAB ${end} merger closes\r`);
    assert.deepEqual(done, [], end);
    const error = paletteOf(model)?.error ?? '';
    assert.match(error, new RegExp(`^"${end}" is no end: ${why}`));
    assert.ok(wholeFrame({...model, size: {columns: 80, rows: 24}}).includes(error), error);
  }
});

test('block takes symbols, an end and a reason, and without a reason the form asks for it', () => {
  const form = pressed(calm, ':block AAB,AAC 2w\r').model.overlay;

  assert.deepEqual(doneBy(':block AAB,AAC 2030-01-02 merger closes\r'), [
    {name: 'blocklist.add', symbols: ['AAB', 'AAC'], justification: 'merger closes', until: '2030-01-02T23:59:59.000Z'},
  ]);
  // A ticker in the reason is no second symbol.
  assert.deepEqual(doneBy(':block AAB AAC sued it\r'), [
    {name: 'blocklist.add', symbols: ['AAB'], justification: 'AAC sued it'},
  ]);
  assert.deepEqual(form?.kind === 'form' && form.form.fields.map(({text}) => text), ['AAB AAC', '', '2w']);
  assert.deepEqual(doneBy(':unblock AAB was a mistake\r'), [
    {name: 'blocklist.remove', symbols: ['AAB'], justification: 'was a mistake'},
  ]);
});

test('a value that no setting could have is refused before it is asked for', () => {
  for (const [line, words] of [
    ['minPrice abc', /minPrice cannot be that\. It must be a number/],
    ['exchanges NYSE,XYZ', /exchanges cannot be that\. It must be one of NYSE/],
    ['network.proxy 5', /network\.proxy cannot be that/],
  ] as const) {
    const {model} = pressed(calm, `:set ${line}\r`);
    assert.equal(model.overlay?.kind, 'palette', line);
    assert.match(paletteOf(model)?.error ?? '', words);
  }
  for (const line of [
    'minPrice 20000',
    'exchanges NYSE',
    'exchanges NYSE,ARCA',
    'instruments any',
    'unheardOf 3',
    '__proto__ 3',
  ])
    assert.equal(pressed(calm, `:set ${line}\r`).model.overlay?.kind, 'ask', line);
});

test('a setting that neither the engine nor this version has is refused before it is asked for', () => {
  const settings = ['minPrice', 'newHere'].map((field) => ({field, label: '', help: '', value: 1, changed: false}));
  const opened = pressed(calm, ':').model;
  const told: typeof opened = {...opened, overlay: {kind: 'palette', palette: {...emptyPalette, settings}}};
  for (const line of ['nosuch 3', 'gates.nosuch 3', 'providers.nasdaq.nosuch 3'])
    assert.match(
      paletteOf(pressed(told, `set ${line}\r`).model)?.error ?? '',
      /^There is no setting "[\w.]+"; Tab lists what there is\.$/,
    );
  for (const line of ['minPrice 3', 'newHere 3', 'providers.nasdaq.baseUrl https://a.example'])
    assert.equal(pressed(told, `set ${line}\r`).model.overlay?.kind, 'ask', line);
});

test('a reason of one letter is no reason: the form says so before it asks', () => {
  const formErrors = (bytes: string): readonly (string | undefined)[] => {
    const {model, done} = pressed(calm, bytes);
    assert.deepEqual(done, []);
    return model.overlay?.kind === 'form' ? model.overlay.form.fields.map(({error}) => error) : [];
  };
  const words = 'A reason needs at least three characters.';

  assert.deepEqual(formErrors(':block AAB x\r\r\r'), [undefined, words, undefined]);
  assert.deepEqual(formErrors(':unblock AAB x\r\r'), [undefined, words]);
});

test('set asks first, and without a value says how', () => {
  assert.deepEqual(doneBy(':set minPrice 2\ry'), [{name: 'settings.set', field: 'minPrice', value: '2'}]);
  assert.deepEqual(doneBy(':set minPrice 2\r\r'), []);
  assert.match(paletteOf(pressed(calm, ':set minPrice\r').model)?.error ?? '', /set minPrice 2/);
});

test('an act that is off says why, from the palette as from its key', () => {
  assert.deepEqual(doneBy(':stop\r'), ['Nothing is running.']);
});

test('the palette takes the room there is: at 200 columns no usage and no help is cut', () => {
  const wide = pressed({...calm, size: {columns: 200, rows: 50}}, ':').model;
  const narrow = pressed({...calm, size: {columns: 80, rows: 24}}, ':bloc').model;

  for (let page = wide, i = 0; i < 5; i += 1, page = pressed(page, '\x1b[6~').model)
    assert.doesNotMatch(wholeFrame(page), /^ *\|.*~ *\|$/m);
  assert.match(wholeFrame(narrow), /block SYMBOL\[,SYMBOL\] \[7d\|2w\|DATE\] REASON /);
});

test('page keys scroll the list and leave the line alone', () => {
  const [down, back] = [pressed(calm, ':\x1b[6~').model, pressed(calm, ':\x1b[6~\x1b[5~').model];

  assert.match(wholeFrame(down), / 13-24 of \d+/);
  assert.match(wholeFrame(back), / 1-12 of \d+/);
  assert.equal(paletteOf(down)?.text, '');
  assert.match(wholeFrame(pressed(down, 'z').model), /zoom/);
});

test('the list counts the symbols that fit, and says so where it does not count them all', () => {
  const few = wholeFrame(pressed(calm, ':explain AA').model);
  const many = wholeFrame(pressed(calm, ':explain ').model);

  assert.match(few, / 1-12 of 26, PgDn/);
  assert.match(many, / 1-12 of 200\+, PgDn/);
});

for (const size of sizes) {
  test(`at ${size.columns}x${size.rows} the palette is whole with any text, list and error`, () => {
    const at = {...calm, size};

    const first = wholeFrame(pressed(at, ':').model);
    assert.match(first, /explain SYMBOL +Enter +Everything/);
    assert.doesNotMatch(first, /(Everything|Move the cursor|Search all)[^|]*\w~/);
    wholeFrame(pressed(at, `:${hostile.replaceAll('\x1b', '')}`).model);
    wholeFrame(pressed(at, ':explain A\t\t\t').model);
    assert.match(wholeFrame(pressed(at, ':frobnicate\r').model), /! There is no command "frobnicate"/);
    assert.match(wholeFrame(pressed(at, ':\x1b[Z').model), /\| {1,2}> /);
  });
}
