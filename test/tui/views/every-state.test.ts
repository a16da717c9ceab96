import assert from 'node:assert/strict';
import {test} from 'node:test';
import {widthOf} from '../../../source/tui/cell-text.ts';
import {drawScreen} from '../../../source/tui/draw-screen.ts';
import type {Model} from '../../../source/tui/model.ts';
import {makeTheme} from '../../../source/tui/theme.ts';
import {views} from '../../../source/tui/views/registry.ts';
import {modelIn, states} from '../../helpers/dashboard-states.ts';
import {pressed} from '../../helpers/pressed.ts';
import {contents, faces} from '../../helpers/view-contents.ts';

// The matrix of frames: every view and what opens in it, and every overlay; in every state of engine and universe;
// at every size; with nothing read yet, with plain names and with hostile ones. What each says stands in its own test.
const sizes = [
  [80, 24],
  [80, 50],
  [99, 30],
  [120, 40],
  [200, 50],
] as const;
const overlays = {help: '?', question: 'b', 'reason asked for': 'X', form: 'a', card: '\r', palette: ':'} as const;
const theme = makeTheme(true);

/** What the header calls each state, whatever is looked at. */
const badges: Readonly<Record<string, string>> = {
  nothing: 'CONNECTING',
  empty: 'EMPTY',
  'first boot, building': 'BUILDING',
  'failed source': 'BUILDING',
  'held gate': 'REFUSED',
  paused: 'PAUSED',
  aborted: 'ABORTED',
  halted: 'HALTED',
  'no engine': 'NO ENGINE',
  'read-only': 'SEALED',
  'read-only viewer': 'SEALED',
  'hostile rows': 'SEALED',
};

function assertWhole(model: Model, state: string, what: string): void {
  const {columns, rows} = model.size;
  const lines = drawScreen(model, theme).map((line) => line.replace(/\x1b\[[0-9;]*m/g, ''));
  const at = `${what}, ${columns}x${rows}`;

  assert.equal(lines.length, rows, at);
  for (const [i, line] of lines.entries()) {
    assert.equal(widthOf(line), columns, `${at}, line ${i}: ${line}`);
    assert.doesNotMatch(line, /\u200d|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e]/, at);
  }
  assert.ok(lines[1]?.startsWith(` ${badges[state] ?? 'BUILDING'} `), `${at}: ${lines[1]}`);
}

for (const state of Object.keys(states)) {
  for (const [face, {view, open}] of Object.entries(faces))
    test(`${face}, ${state}: every line is as wide as the screen, and nothing foreign reaches the terminal`, () => {
      for (const [columns, rows] of sizes)
        for (const [names, read] of Object.entries(contents)) {
          const model = modelIn(state, {size: {columns, rows}, view, views: read});
          assertWhole(open?.(model) ?? model, state, names);
        }
    });

  test(`every overlay, ${state}: it stays within the screen, and nothing foreign reaches the terminal`, () => {
    for (const [columns, rows] of sizes)
      for (const [overlay, keys] of Object.entries(overlays)) {
        const model = modelIn(state, {size: {columns, rows}, view: 'tables', views: contents.plain});
        assertWhole(pressed(model, keys).model, state, overlay);
      }
  });
}

test('the hostile names are on the screen of every view that has names, without what a terminal obeys', () => {
  for (const [face, {view, open}] of Object.entries(faces)) {
    const state = view === 'tables' || view === 'plots' ? 'hostile rows' : 'failed source';
    const model = modelIn(state, {size: {columns: 200, rows: 50}, view, views: contents.hostile});
    assert.match(drawScreen(open?.(model) ?? model, theme).join('\n'), /株|日本語/, face);
  }
});

test('no view is left out of the matrix', () => {
  assert.deepEqual(new Set(Object.values(faces).map(({view}) => view)), new Set(Object.keys(views)));
});
