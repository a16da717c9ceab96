import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {PreviewAnswer} from '../../source/control/action-answers.ts';
import {previewWords} from '../../source/tui/acts/preview-words.ts';
import type {Ask} from '../../source/tui/ask.ts';
import type {Model} from '../../source/tui/model.ts';
import {sealedScene} from '../helpers/dashboard-scene.ts';
import {sizes, wholeFrame} from '../helpers/frame.ts';
import {modelOf, pressed} from '../helpers/pressed.ts';

const calm = modelOf(sealedScene(100));
const sentences = Array.from({length: 30}, (_, i) => `Sentence ${i + 1} of it.`);
const asked = (needs: Ask['needs'], size: Model['size'] = {columns: 80, rows: 24}): Model => ({
  ...calm,
  size,
  overlay: {kind: 'ask', ask: {purpose: {name: 'build'}, needs, title: 'Build?', sentences, text: ''}},
});
const pageDown = '\x1b[6~';
const pageUp = '\x1b[5~';
const down = '\x1b[B';

for (const size of sizes) {
  for (const needs of ['yes', 'reason', 'nothing'] as const) {
    test(`at ${size.columns}x${size.rows} every line of a question that needs ${needs} comes to be read, and its last line says which are there`, () => {
      const open = asked(needs, size);
      const first = wholeFrame(open);
      const frames = [first, ...[1, 2, 3].map((pages) => wholeFrame(pressed(open, pageDown.repeat(pages)).model))];
      const all = frames.join('\n');

      assert.match(first, /Sentence 1 of it/);
      for (const sentence of sentences) assert.ok(all.includes(sentence), sentence);
      if (!first.includes('Sentence 30')) {
        assert.match(first, /lines 1-\d+ of 30, PgDn/);
        assert.match(frames.at(-1) ?? '', /lines \d+-30 of 30, PgUp/);
      }
      assert.equal(wholeFrame(pressed(open, pageDown.repeat(9) + pageUp.repeat(9)).model), first);
    });
  }
}

test('arrows and letters scroll a question by a line, and letters are text where a reason is typed', () => {
  const [yes, reason] = [asked('yes'), asked('reason')];

  assert.match(wholeFrame(pressed(yes, 'j').model), /lines 2-/);
  assert.match(wholeFrame(pressed(yes, `jj${down}k`).model), /lines 3-/);
  assert.match(wholeFrame(pressed(reason, `${down}jk`).model), /reason: jk_[\s\S]*lines 2-/);
  assert.match(wholeFrame(pressed(yes, 'G').model), /-30 of 30, PgUp/);
});

test('the wheel scrolls a question, and answers nothing', () => {
  const {model, done} = pressed({...asked('yes'), hasMouse: true}, '\x1b[<65;40;12M\x1b[<65;40;12M\x1b[<64;40;12M');

  assert.match(wholeFrame(model), /lines 2-/);
  assert.deepEqual(done, []);
});

test('what a form is about is turned page by page where it has no room', () => {
  const {model} = pressed({...calm, size: {columns: 80, rows: 24}}, 'a');
  assert.ok(model.overlay?.kind === 'form');
  const open: Model = {...model, overlay: {kind: 'form', form: {...model.overlay.form, sentences}}};
  const frames = Array.from({length: 30}, (_, pages) => wholeFrame(pressed(open, pageDown.repeat(pages)).model));

  assert.match(frames[0] ?? '', /lines 1-\d+ of 30, PgDn/);
  for (const sentence of sentences) assert.ok(frames.join('\n').includes(sentence), sentence);
});

test('a preview lists everybody who comes and goes, together with those who go for the same reasons', () => {
  const names = (n: number, letter: string): string[] => Array.from({length: n}, (_, i) => `${letter}${i}`);
  const price = {rule: 'price-below', observed: 5, limit: 10} as const;
  const cap = {rule: 'cap-below', observed: 5, limit: 10} as const;
  const preview: PreviewAnswer = {
    digest: 'd1',
    session: '2026-03-02',
    buildId: 'b1',
    added: names(20, 'N'),
    removed: [
      ...names(3, 'B').map((symbol) => ({symbol, bucket: 'rejected', reasons: [price, cap]}) as const),
      ...names(60, 'P').map((symbol) => ({symbol, bucket: 'rejected', reasons: [price]}) as const),
      ...names(2, 'A').map((symbol) => ({symbol, bucket: 'absent', reasons: []}) as const),
    ],
    kept: 3000,
    criteria: [],
    gates: [],
  };

  assert.deepEqual(previewWords(preview).slice(2), [
    'By reason: price-below 63, cap-below 3, absent 2.',
    `Come: ${names(20, 'N').join(', ')}.`,
    `Go (price-below), 60: ${names(60, 'P').join(', ')}.`,
    'Go (price-below and cap-below), 3: B0, B1, B2.',
    'Go (absent), 2: A0, A1.',
  ]);
});
