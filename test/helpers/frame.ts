import assert from 'node:assert/strict';
import {stripVTControlCharacters} from 'node:util';
import {widthOf} from '../../source/tui/cell-text.ts';
import {drawScreen} from '../../source/tui/draw-screen.ts';
import type {Model} from '../../source/tui/model.ts';
import {makeTheme} from '../../source/tui/theme.ts';

export const sizes = [
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 50},
] as const;

/** Escape sequences, bidirectional overrides, wide letters, emoji with joiners, and more than fits. */
export const hostile = `\x1b[31m\u202eevil\u202c\x07 ${'株'.repeat(40)} 👩‍👩‍👧\t${'x'.repeat(300)}`;

/** The frame as text, once it is certain that no line is torn and nothing got out of its box. */
export function wholeFrame(model: Model): string {
  const lines = drawScreen(model, makeTheme(false)).map(stripVTControlCharacters);
  assert.equal(lines.length, model.size.rows);
  assert.deepEqual([...new Set(lines.map(widthOf))], [model.size.columns]);
  const edges = lines.flatMap((line, y) => (/^ *\+-+\+ *$/.test(line) ? [y] : []));
  assert.equal(edges.length, 2);
  const [top = 0, bottom = 0] = edges;
  const left = lines[top]?.indexOf('+') ?? 0;
  const right = lines[top]?.lastIndexOf('+') ?? 0;
  for (const line of lines.slice(top + 1, bottom)) {
    const at = (column: number): string | undefined => characterAt(line, column);
    assert.deepEqual([at(left), at(right)], ['|', '|'], line);
  }
  const text = lines.join('\n');
  assert.doesNotMatch(text, /[\u202a-\u202e\x1b\x07\u200d]/);
  return text;
}

function characterAt(line: string, column: number): string | undefined {
  let cells = 0;
  for (const character of line) {
    if (cells === column) return character;
    cells += widthOf(character);
  }
  return undefined;
}
