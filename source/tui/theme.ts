/** Every colour of the screen has a name here. SGR by hand, because Ink and chalk do not honour NO_COLOR. */

import {type Drawing, drawnIn, type Glyphs} from './glyphs.ts';
import {highContrast} from './theme-high-contrast.ts';
import {light} from './theme-light.ts';
import type {ThemeName} from './theme-name.ts';

export type Tone = 'plain' | 'good' | 'info' | 'warn' | 'bad' | 'dim';

/** Of words. */
export type TextStyle =
  | 'title'
  | 'title-name'
  | 'title-quiet'
  | 'badge-good'
  | 'badge-info'
  | 'badge-warn'
  | 'badge-bad'
  | 'badge-plain'
  | 'bar-filled'
  | 'bar-finished'
  | 'bar-empty'
  | 'bar-kept'
  | 'pane-title'
  | 'pane-title-focused'
  | 'column-title'
  | 'symbol'
  | 'selected'
  | 'selected-elsewhere'
  | 'track'
  | 'thumb'
  | 'key'
  | 'footer'
  | 'prompt'
  | 'dialog'
  | 'dialog-title'
  | 'text-good'
  | 'text-info'
  | 'text-warn'
  | 'text-bad'
  | 'text-dim'
  | 'text-strong'
  | 'text-plain';

/** Of charts and frames, in the colours of words. */
export type GraphStyle = 'graph-good' | 'graph-info' | 'graph-warn' | 'graph-bad' | 'graph-dim' | 'graph-strong';
export type Style = TextStyle | GraphStyle | 'edge';

export type Theme = {
  readonly paint: (style: Style, text: string) => string;
  /** Without colour a bar must still be readable: filled cells are inverse there. */
  readonly color: boolean;
};

const dark: Readonly<Record<TextStyle, string>> = {
  title: '38;5;252;48;5;236',
  'title-name': '1;38;5;117;48;5;236',
  'title-quiet': '38;5;246;48;5;236',
  'badge-good': '1;38;5;16;48;5;114',
  'badge-info': '1;38;5;16;48;5;117',
  'badge-warn': '1;38;5;16;48;5;221',
  'badge-bad': '1;38;5;231;48;5;160',
  'badge-plain': '1;38;5;231;48;5;240',
  'bar-filled': '38;5;231;48;5;31',
  'bar-finished': '38;5;231;48;5;29',
  'bar-empty': '38;5;248;48;5;236',
  'bar-kept': '38;5;250;48;5;23',
  'pane-title': '38;5;250;48;5;237',
  'pane-title-focused': '1;38;5;16;48;5;110',
  'column-title': '38;5;244',
  // These two stand eight times in every table line, so they are the short ones.
  symbol: '36',
  selected: '38;5;231;48;5;25',
  'selected-elsewhere': '38;5;252;48;5;238',
  track: '90',
  thumb: '48;5;245',
  key: '1;38;5;117;48;5;236',
  footer: '38;5;248;48;5;236',
  prompt: '1;38;5;221',
  dialog: '38;5;252;48;5;238',
  'dialog-title': '1;38;5;16;48;5;221',
  'text-good': '38;5;114',
  'text-info': '38;5;117',
  'text-warn': '38;5;221',
  'text-bad': '1;38;5;203',
  'text-dim': '38;5;244',
  'text-strong': '1',
  'text-plain': '',
};

/** Without a colour: what colour says elsewhere is said by bold, underline and inverse, and always by a word. */
const mono: Readonly<Record<TextStyle, string>> = {
  title: '7',
  'title-name': '1;7',
  'title-quiet': '7',
  'badge-good': '1;7',
  'badge-info': '1;7',
  'badge-warn': '1;7',
  'badge-bad': '1;7',
  'badge-plain': '7',
  'bar-filled': '7',
  'bar-finished': '',
  'bar-empty': '',
  'bar-kept': '',
  'pane-title': '4',
  'pane-title-focused': '1;7',
  'column-title': '',
  symbol: '',
  selected: '7',
  'selected-elsewhere': '4',
  track: '',
  thumb: '7',
  key: '1',
  footer: '',
  prompt: '1',
  dialog: '',
  'dialog-title': '1;7',
  'text-good': '',
  'text-info': '',
  'text-warn': '1',
  'text-bad': '1;4',
  'text-dim': '',
  'text-strong': '1',
  'text-plain': '',
};

const codesOf = {dark, light, 'high-contrast': highContrast, mono} as const;
const made = new Map<string, Theme>();

/** The theme of a name; made once, because every frame asks for it. */
export function themeNamed(name: ThemeName, glyphs: Glyphs = 'ascii'): Theme {
  const key = `${name} ${glyphs}`;
  const theme = made.get(key) ?? themeOf(name, glyphs);
  made.set(key, theme);
  return theme;
}

export function makeTheme(color: boolean, glyphs?: Glyphs): Theme {
  return themeNamed(color ? 'dark' : 'mono', glyphs);
}

function themeOf(name: ThemeName, glyphs: Glyphs): Theme {
  const codes = codesOf[name];
  const draw = {graph: drawnIn(glyphs, 'graph'), line: drawnIn(glyphs, 'line')};
  return {
    color: name !== 'mono',
    paint(style, text) {
      const drawing = drawingOf(style);
      const shown = drawing === undefined ? text : draw[drawing](text);
      const code = codes[colourOf(style)];
      return text === '' || code === '' ? shown : `\x1b[${code}m${shown}\x1b[0m`;
    },
  };
}

function drawingOf(style: Style): Drawing | undefined {
  if (style === 'track' || style === 'edge') return 'line';
  return style.startsWith('graph-') ? 'graph' : undefined;
}

const colours: Readonly<Record<GraphStyle | 'edge', TextStyle>> = {
  'graph-good': 'text-good',
  'graph-info': 'text-info',
  'graph-warn': 'text-warn',
  'graph-bad': 'text-bad',
  'graph-dim': 'text-dim',
  'graph-strong': 'text-strong',
  edge: 'dialog',
};

function colourOf(style: Style): TextStyle {
  return style in colours ? colours[style as keyof typeof colours] : (style as TextStyle);
}

export function textStyle(tone: Tone): Style {
  return `text-${tone}`;
}
