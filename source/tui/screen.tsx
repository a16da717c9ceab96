import {Box, Text, useApp} from 'ink';
import {type ReactElement, useEffect, useSyncExternalStore} from 'react';
import {drawScreen} from './draw-screen.ts';
import type {Keyboard} from './keyboard.ts';
import type {Store} from './store.ts';
import {themeNamed} from './theme.ts';

export type Suspend = (whileAway: () => Promise<void>) => Promise<void>;

/** One Text a screen line, each already drawn: Ink's cost is per node and per frame, so it gets few of both. */
export function Screen({
  store,
  keyboard,
  onSuspendable,
}: {
  readonly store: Store;
  readonly keyboard: Keyboard;
  readonly onSuspendable: (suspend: Suspend) => void;
}): ReactElement {
  const model = useSyncExternalStore(store.subscribe, store.get);
  const {suspendTerminal} = useApp();
  useEffect(() => {
    onSuspendable((whileAway) => suspendTerminal(whileAway));
  }, [onSuspendable, suspendTerminal]);
  // Whatever makes Ink leave (a signal, an error) runs this too, so the terminal never stays raw.
  useEffect(() => {
    keyboard.open();
    return () => keyboard.close();
  }, [keyboard]);
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
