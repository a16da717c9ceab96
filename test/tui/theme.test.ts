import assert from 'node:assert/strict';
import {test} from 'node:test';
import {firstModel} from '../../source/tui/model.ts';
import {situationOf} from '../../source/tui/situation.ts';
import {type Style, themeNamed} from '../../source/tui/theme.ts';
import {themeAfter, themeNames} from '../../source/tui/theme-name.ts';

const tones = ['good', 'info', 'warn', 'bad', 'dim', 'strong'] as const;
const badges = ['badge-good', 'badge-info', 'badge-warn', 'badge-bad', 'badge-plain'] as const;

/** What a terminal that is dark (or light) shows where no colour is said. */
const plain = {dark: {front: 252, back: 16}, light: {front: 16, back: 231}} as const;

const painted: readonly Style[] = [
  ...badges,
  ...tones.map((tone) => `text-${tone}` as const),
  ...(['title', 'title-name', 'title-quiet', 'pane-title', 'pane-title-focused', 'column-title'] as const),
  ...(['symbol', 'selected', 'selected-elsewhere', 'key', 'footer', 'prompt', 'dialog', 'dialog-title'] as const),
  ...(['bar-filled', 'bar-finished', 'bar-empty', 'bar-kept'] as const),
];

for (const [name, ground, least] of [
  ['light', plain.light, 4.5],
  ['high-contrast', plain.dark, 7],
] as const) {
  test(`every text of the theme ${name} stands out from its ground by ${least} to 1`, () => {
    const faint = painted.filter((style) => contrastOf(themeNamed(name).paint(style, 'x'), ground) < least);

    assert.deepEqual(faint, []);
  });
}

test('the theme mono has no colour at all', () => {
  const colours = painted.filter((style) => /\x1b\[([349]\d|10\d)/.test(themeNamed('mono').paint(style, 'x')));

  assert.deepEqual(colours, []);
});

test('without colours a warning differs from what is fine, an error from a warning, and the focused pane from the others', () => {
  const of = (style: Style): string => themeNamed('mono').paint(style, 'x');

  assert.equal(new Set([of('text-good'), of('text-warn'), of('text-bad')]).size, 3);
  assert.notEqual(of('pane-title'), of('pane-title-focused'));
  assert.equal(new Set([of('symbol'), of('selected'), of('selected-elsewhere')]).size, 3);
});

test('every badge is a word of its own, so that no colour has to be told from another', () => {
  const model = firstModel({root: '/u', sample: false}, {size: {columns: 80, rows: 24}, now: 0});
  const words = [
    situationOf(model),
    situationOf({...model, connection: {state: 'lost', since: 0, because: 'x'}}),
    situationOf({...model, connection: {state: 'connected'}}),
  ].map(({badge}) => badge);

  for (const word of words) assert.match(word, /^[A-Z ]+$/);
});

test('T goes through all themes and comes back', () => {
  const seen = themeNames.reduce((names) => [...names, themeAfter(names.at(-1) ?? 'dark')], [
    'dark' as const,
  ] as (typeof themeNames)[number][]);

  assert.deepEqual(seen, [...themeNames, 'dark']);
});

function contrastOf(text: string, ground: {readonly front: number; readonly back: number}): number {
  const front = Number(/\x1b\[38;5;(\d+)m/.exec(text)?.[1] ?? ground.front);
  const back = Number(/\x1b\[48;5;(\d+)m/.exec(text)?.[1] ?? ground.back);
  const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Of a colour of the 256, as WCAG reckons it. */
function luminance(color: number): number {
  const step = (n: number): number => (n === 0 ? 0 : 55 + n * 40);
  const place = color - 16;
  const grey = 8 + (color - 232) * 10;
  const channels =
    color >= 232
      ? [grey, grey, grey]
      : [step(Math.floor(place / 36)), step(Math.floor(place / 6) % 6), step(place % 6)];
  const [r = 0, g = 0, b = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.039_28 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
