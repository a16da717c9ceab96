import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {readKeys} from '../../source/tui/key-input.ts';
import {type Stage, sealedScene, stage} from '../helpers/dashboard-scene.ts';
import {onStage} from '../helpers/on-stage.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

async function on(t: TestContext, size: {columns: number; rows: number} = {columns: 200, rows: 50}): Promise<Stage> {
  return onStage(t, sealedScene(400), {...size, kept: {view: {hasMouse: true}, keep: () => {}}});
}

/** Columns and lines as a terminal counts them, from 1. */
const click = (column: number, line: number): string => `\x1b[<0;${column};${line}M\x1b[<0;${column};${line}m`;
const wheelDown = (column: number, line: number): string => `\x1b[<65;${column};${line}M`;
const wheelUp = (column: number, line: number): string => `\x1b[<64;${column};${line}M`;

test("a report of the mouse is a key with a cell, and what is no press is nobody's", () => {
  assert.deepEqual(readKeys(`${click(3, 9)}${wheelUp(200, 50)}\x1b[<35;4;4M\x1b[<2;4;4Mj`).keys, [
    {name: 'click', at: {x: 2, y: 8}},
    {name: 'wheel-up', at: {x: 199, y: 49}},
    {name: 'j', text: 'j'},
  ]);
  assert.equal(readKeys('\x1b[<65;12').rest, '\x1b[<65;12');
});

test('M has the terminal report the mouse, and gives it back', async (t) => {
  const staged = stage(sealedScene(50), {columns: 120, rows: 40});
  t.after(async () => {
    staged.leave();
    await staged.over;
  });
  const {terminal} = staged;
  await terminal.until((text) => text.includes('FINAL'));
  assert.doesNotMatch(terminal.written.join(''), /\x1b\[\?1000h/);

  terminal.type('M');
  await terminal.until((text) => text.includes('The mouse scrolls and chooses'));
  assert.match(terminal.written.join(''), /\x1b\[\?1000h\x1b\[\?1006h/);
  terminal.forget();
  terminal.type('M');
  await terminal.until((text) => text.includes('The mouse is the terminal'));
  assert.match(terminal.written.join(''), /\x1b\[\?1006l\x1b\[\?1000l/);
});

test('a kept mouse is on from the start and off at the end', async () => {
  const staged = stage(sealedScene(50), {columns: 120, rows: 40, kept: {view: {hasMouse: true}, keep: () => {}}});
  await staged.terminal.until((text) => text.includes('FINAL'));
  staged.terminal.type('q');
  await staged.over;
  const written = staged.terminal.written.join('');

  assert.ok(written.indexOf('\x1b[?1000h') > -1);
  assert.ok(written.lastIndexOf('\x1b[?1000l') > written.lastIndexOf('\x1b[?1000h'));
});

test('the wheel scrolls the pane under the pointer and leaves the focus where it is', async (t) => {
  const {terminal} = await on(t);
  terminal.type(wheelDown(5, 20) + wheelDown(5, 20));
  const text = await terminal.until((shown) => /^ AAG /m.test(shown.split('\n')[6] ?? ''));
  assert.match(text, /AAB {2}1\/296 $/m);

  terminal.type(wheelUp(5, 20) + wheelUp(5, 20));
  await terminal.until((shown) => /^ AAA /m.test(shown.split('\n')[6] ?? ''));
});

test('a click focuses its pane and goes to its row', async (t) => {
  const {terminal} = await on(t);
  terminal.type(click(60, 9));

  await terminal.until((text) => text.includes('AAD  3/296'));
  terminal.type('1');
  terminal.type(click(10, 8));
  await terminal.until((text) => text.includes('AAB  2/400'));
});

test('a click on a tab shows its table, and one on nothing does nothing', async (t) => {
  const {terminal} = await on(t, {columns: 80, rows: 24});
  const before = terminal.text();
  terminal.type(click(70, 1));
  await terminal.settle();
  assert.equal(terminal.text(), before);

  const tab = (terminal.lines()[4] ?? '').indexOf('4 blocklist');
  terminal.type(click(tab + 2, 5));
  await terminal.until((text) => text.includes('4 BLOCKLIST'));
});

test('the wheel scrolls the card of a symbol while it is open, no further than its ends', () => {
  const {model} = pressed(modelOf(sealedScene(40)), '\r');
  const {overlay} = model;
  assert.ok(overlay?.kind === 'card');
  const nights = Array.from({length: 90}, (_, i) => ({night: `night ${i}`, bucket: 'admitted' as const}));
  const answer = {symbol: 'AAA', admitted: true, rules: [], reasons: [], nights, sentence: 'It is in.'};
  const long = {
    ...model,
    hasMouse: true,
    size: {columns: 80, rows: 24},
    overlay: {...overlay, card: {...overlay.card, answer}},
  };
  const topAfter = (bytes: string): number | undefined => {
    const after = pressed(long, bytes).model.overlay;
    return after?.kind === 'card' ? after.card.top : undefined;
  };

  assert.ok((topAfter('j') ?? 0) > 0);
  assert.equal(topAfter(wheelDown(40, 12)), topAfter('jjj'));
  assert.equal(topAfter(wheelDown(40, 12) + wheelUp(40, 12) + wheelUp(40, 12)), 0);
});

test('the wheel scrolls the help while it is open', async (t) => {
  const {terminal} = await on(t, {columns: 80, rows: 24});
  terminal.type('?');
  const before = await terminal.until((text) => text.includes('Keys: Tables (Esc closes'));
  terminal.type(wheelDown(40, 12));

  await terminal.until((text) => text.includes('Keys: Tables (Esc closes') && text !== before);
});
