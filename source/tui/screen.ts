import {Box, Text} from 'ink';
import {createElement, type ReactElement, useSyncExternalStore} from 'react';
import {drawScreen} from './draw-screen.ts';
import type {Store} from './store.ts';
import {themeNamed} from './theme.ts';
import {type TerminalProps, useTerminal} from './use-terminal.ts';

/** One Text a screen line, each already drawn: Ink's cost is per node and per frame, so it gets few of both. */
export function Screen({store, ...terminal}: {readonly store: Store} & TerminalProps): ReactElement {
  const model = useSyncExternalStore(store.subscribe, store.get);
  useTerminal(terminal);
  const lines = drawScreen(model, themeNamed(model.theme));
  return createElement(
    Box,
    {flexDirection: 'column', width: model.size.columns, height: model.size.rows},
    // A screen line is its place.
    lines.map((line, i) => createElement(Text, {key: i, wrap: 'truncate-end'}, line)),
  );
}
