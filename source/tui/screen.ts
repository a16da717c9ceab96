import {type ReactNode, useLayoutEffect, useSyncExternalStore} from 'react';
import {drawScreen} from './draw-screen.ts';
import type {Model} from './model.ts';
import type {Painter} from './painter.ts';
import type {Store} from './store.ts';
import {themeNamed} from './theme.ts';
import {type TerminalProps, useTerminal} from './use-terminal.ts';

export type ScreenProps = TerminalProps & {
  readonly store: Store;
  readonly painter: Painter;
  readonly onShown: (model: Model) => void;
};

/** The whole screen as lines that are made to measure; Ink keeps the terminal and the painter puts them on it. */
export function Screen({store, painter, onShown, ...terminal}: ScreenProps): ReactNode {
  const model = useSyncExternalStore(store.subscribe, store.get);
  useTerminal(terminal);
  const lines = drawScreen(model, themeNamed(model.theme, model.title.glyphs));
  useLayoutEffect(() => painter.paint(lines, model.size, () => onShown(model)));
  return null;
}
