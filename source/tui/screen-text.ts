import {drawScreen} from './draw-screen.ts';
import type {Model} from './model.ts';
import {themeNamed} from './theme.ts';

/** What the screen shows, as text that any editor opens. */
export function screenText(model: Model): string {
  const lines = drawScreen(model, themeNamed('mono')).map((line) => line.replace(/\x1b\[[\d;]*m/g, '').trimEnd());
  return `${lines.join('\n')}\n`;
}
