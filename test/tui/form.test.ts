import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {stripVTControlCharacters} from 'node:util';
import {widthOf} from '../../source/tui/cell-text.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import {closeForm, editForm, type Field, type Form, withErrors} from '../../source/tui/form.ts';
import {readKeys} from '../../source/tui/key-input.ts';
import {firstModel, type Model} from '../../source/tui/model.ts';
import {press, type Response} from '../../source/tui/press.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {makeTheme} from '../../source/tui/theme.ts';

const symbols: Field = {name: 'symbols', label: 'Symbols', required: true, text: ''};
const reason: Field = {name: 'reason', label: 'Reason', help: 'Recorded in the audit log.', required: true, text: ''};
const until: Field = {name: 'until', label: 'Until', text: ''};

function open(form: Partial<Form> = {}, size = {columns: 120, rows: 40}): Model {
  const whole: Form = {
    title: 'Block symbols',
    sentences: ['They leave the universe at the next seal.'],
    fields: [symbols, reason, until],
    focus: 0,
    submit: (values) => ({type: 'say', tone: 'info', text: JSON.stringify(values)}),
    ...form,
  };
  const first = firstModel({root: '/u', sample: true}, {size, now: 0});
  return reduceGesture(first, {type: 'opened', overlay: {kind: 'form', form: whole}});
}

/** Types into the form; what is not a change of the screen is collected. */
function typing(model: Model, bytes: string): {model: Model; form: Form | undefined; said: readonly string[]} {
  let now = model;
  const said: string[] = [];
  for (const key of readKeys(bytes).keys) {
    const response: Response | undefined = press(now, key);
    if (response?.type === 'say') said.push(response.text);
    else if (response?.type === 'edited' || response?.type === 'closed') now = reduceGesture(now, response);
    else if (response) assert.fail(`unexpected ${response.type}`);
  }
  return {model: now, form: now.overlay?.kind === 'form' ? now.overlay.form : undefined, said};
}

function screenOf(model: Model): string {
  return drawScreen(model, makeTheme(false)).map(stripVTControlCharacters).join('\n');
}

test('Enter goes from field to field, and on the last one it submits what stands there', () => {
  assert.deepEqual(typing(open(), 'ABC\rmerger on Friday\r2w \r').said, [
    '{"symbols":"ABC","reason":"merger on Friday","until":"2w"}',
  ]);
});

test('^S submits from any field, and Tab, Shift-Tab and the arrows go round', () => {
  assert.equal(typing(open(), '\t').form?.focus, 1);
  assert.equal(typing(open(), '\x1b[Z').form?.focus, 2);
  assert.equal(typing(open(), '\x1b[B\x1b[B\x1b[B').form?.focus, 0);
  assert.equal(typing(open(), '\x1b[A').form?.focus, 2);
  assert.deepEqual(typing(open(), 'A\tB\x1b[Z\x13').said, ['{"symbols":"A","reason":"B","until":""}']);
});

test('what is required and missing is said at its field, which gets the keys, until it is typed into', () => {
  const refused = typing(open({focus: 2}), '\r');

  assert.deepEqual(refused.said, []);
  assert.equal(refused.form?.focus, 0);
  assert.deepEqual(
    refused.form?.fields.map(({error}) => error),
    ['Symbols is needed.', 'Reason is needed.', undefined],
  );
  assert.deepEqual(
    typing(refused.model, 'A').form?.fields.map(({error}) => error),
    [undefined, 'Reason is needed.', undefined],
  );
});

test('a check of the values is said at its field, and nothing is submitted', () => {
  const form = {check: ({until: text = ''}) => (text === 'soon' ? {until: 'Not a day.'} : {}), focus: 2};
  const filled = {fields: [{...symbols, text: 'A'}, {...reason, text: 'why'}, until]};

  assert.deepEqual(typing(open({...form, ...filled}), 'soon\r').said, []);
  assert.equal(typing(open({...form, ...filled}), 'soon\r').form?.fields[2]?.error, 'Not a day.');
  assert.equal(typing(open({...form, ...filled}), 'later\r').said.length, 1);
});

test('the cursor moves in a field, and keys edit where it stands', () => {
  const text = (bytes: string): string | undefined => typing(open(), bytes).form?.fields[0]?.text;

  assert.equal(text('abd\x1b[Dc'), 'abcd');
  assert.equal(text('bc\x1b[Ha\x1b[Fd'), 'abcd');
  assert.equal(text('abc\x1b[D\x7f'), 'ac');
  assert.equal(text('abc\x1b[H\x1b[3~'), 'bc');
  assert.equal(text('one two\x1b[D\x17'), 'one o');
  assert.equal(text('abcd\x1b[D\x1b[D\x15'), 'cd');
  assert.equal(text('abcd\x1b[D\x1b[D\x0b'), 'ab');
  assert.equal(text('\x1b[200~AAPL\nMSFT\x1b[201~'), 'AAPL MSFT');
  assert.equal(text('\x1b[D\x7f\x1b[Cx'), 'x');
});

test('letters that are commands elsewhere are text here, and Escape closes', () => {
  assert.equal(typing(open(), 'q?bY').form?.fields[0]?.text, 'q?bY');
  assert.equal(typing(open(), 'q\x1b[D').model.overlay?.kind, 'form');
  const closed = press(open(), {name: 'escape'});
  assert.deepEqual(closed, {type: 'closed'});
});

test('a choice goes round with left, right and space, and takes no letters', () => {
  const format: Field = {name: 'format', label: 'Format', text: 'csv', choices: ['csv', 'json', 'spreadsheet']};
  const text = (bytes: string): string | undefined => typing(open({fields: [format]}), bytes).form?.fields[0]?.text;

  assert.deepEqual(['\x1b[C', ' \x1b[C', '\x1b[D', 'x', '   '].map(text), [
    'json',
    'spreadsheet',
    'spreadsheet',
    'csv',
    'csv',
  ]);
});

test('a form that waits takes no keys but Escape', () => {
  const busy = open({busy: 'Asking the engine.'});

  assert.equal(typing(busy, 'abc\t\r\x13').form?.fields[0]?.text, '');
  assert.deepEqual(press(busy, {name: 'escape'}), {type: 'closed'});
  assert.match(screenOf(busy), /Asking the engine\./);
});

test('work that ends late changes and closes its own form only', () => {
  const other = open({title: 'Export'});

  assert.equal(
    reduceGesture(
      other,
      editForm('Block symbols', (form) => ({...form, busy: 'x'})),
    ),
    other,
  );
  assert.equal(reduceGesture(other, closeForm('Block symbols')), other);
  assert.equal(reduceGesture(other, closeForm('Export')).overlay, undefined);
  const closed = reduceGesture(other, {type: 'closed'});
  assert.equal(
    reduceGesture(
      closed,
      editForm('Export', (form) => withErrors(form, {symbols: 'x'})),
    ),
    closed,
  );
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test(`at ${columns}x${rows} a secret is eight dots, whatever it is`, () => {
    const secret = randomBytes(40).toString('hex');
    const field: Field = {name: 'key', label: 'API key', secret: true, text: ''};
    const one = typing(open({fields: [field]}, {columns, rows}), 'a').model;
    const many = typing(open({fields: [field]}, {columns, rows}), `\x1b[200~${secret}\x1b[201~`);
    const screen = screenOf(many.model);

    assert.equal(many.form?.fields[0]?.text, secret);
    assert.equal(screen, screenOf(one));
    assert.match(screen, /API key +•{8}_ /);
    assert.doesNotMatch(screen, new RegExp(secret.slice(0, 6)));
  });

  test(`at ${columns}x${rows} the keys of a choice are told whole`, () => {
    const table: Field = {name: 'table', label: 'Table', text: 'a', choices: ['a', 'b']};
    const screen = screenOf(open({fields: [table, reason], focus: 0}, {columns, rows})).replace(/[\s|]+/g, ' ');

    assert.match(screen, /Tab next field, left and right choose, \^S or Enter on the last goes on, Esc cancels/);
  });

  test(`at ${columns}x${rows} hostile and long texts, and more fields than there is room for, tear no line`, () => {
    const hostile = `\x1b[31m\u202eevil\u202c ${'株'.repeat(60)} ${'x'.repeat(400)} 👩‍👩‍👧 \t`;
    const fields = Array.from(
      {length: 14},
      (_, i): Field => ({
        name: `f${i}`,
        label: `${hostile.slice(0, 20)} ${i}`,
        text: hostile,
        help: hostile,
        cursor: 30 + i,
        ...(i % 3 === 0 ? {error: `Field ${i} is wrong: ${hostile}`} : {}),
      }),
    );
    for (const focus of [0, 7, 13]) {
      const model = open({title: hostile, sentences: [hostile, hostile], fields, focus}, {columns, rows});
      const lines = drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);

      assert.equal(lines.length, rows);
      assert.deepEqual([...new Set(lines.map(widthOf))], [columns]);
      assert.equal(lines.filter((line) => /^ *\|> /.test(line)).length, 1);
      assert.match(lines.join('\n'), /Esc cancels/);
      assert.doesNotMatch(lines.join('\n'), /[\u202a-\u202e\x1b]/);
    }
  });
}
