import {Box, Text} from 'ink';
import {type ReactElement, useSyncExternalStore} from 'react';
import {drawScreen} from './draw-screen.ts';
import type {Store} from './store.ts';
import {themeNamed} from './theme.ts';
import {type TerminalProps, useTerminal} from './use-terminal.ts';

/** One Text a screen line, each already drawn: Ink's cost is per node and per frame, so it gets few of both. */
export function Screen({store, ...terminal}: {readonly store: Store} & TerminalProps): ReactElement {
  const model = useSyncExternalStore(store.subscribe, store.get);
  useTerminal(terminal);
  const lines = drawScreen(model, themeNamed(model.theme));
  return (
    <Box flexDirection="column" width={model.size.columns} height={model.size.rows}>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a screen line is its place
        <Text key={i} wrap="truncate-end">
          {line}
        </Text>
      ))}
    </Box>
  );
}
