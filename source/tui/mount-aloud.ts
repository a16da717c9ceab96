import {render, Static, Text} from 'ink';
import {createElement, type ReactElement, useLayoutEffect, useSyncExternalStore} from 'react';
import {leaving, type Mount, type Mounted, muteInput, untilContinued} from './mount.ts';
import type {Spoken} from './spoken.ts';
import {type Suspend, type TerminalProps, useTerminal} from './use-terminal.ts';

/** Lines are written once and stay in the terminal's own history; nothing is drawn over, no box, no second screen. */
export function mountAloud({
  stdout,
  stderr,
  store,
  keyboard,
  spoken,
  onShown,
}: Mount & {readonly spoken: Spoken}): Mounted {
  let handOver: Suspend | undefined;
  const onSuspendable = (suspend: Suspend): void => {
    handOver = suspend;
  };
  const onSaid = (): void => onShown(store.get());
  const instance = render(createElement(Aloud, {spoken, keyboard, onSuspendable, onSaid}), {
    stdout,
    stderr,
    stdin: muteInput(),
    isScreenReaderEnabled: true,
    patchConsole: false,
    exitOnCtrlC: false,
    interactive: true,
  });
  return {
    redraw: spoken.again,
    suspend: async () => handOver?.(() => untilContinued(keyboard, stdout)),
    ...leaving(instance, stdout),
  };
}

type AloudProps = TerminalProps & {readonly spoken: Spoken; readonly onSaid: () => void};

function Aloud({spoken, onSaid, ...terminal}: AloudProps): ReactElement {
  const {epoch, lines} = useSyncExternalStore(spoken.subscribe, spoken.get);
  useTerminal(terminal);
  useLayoutEffect(onSaid);
  return createElement(Static<string>, {
    key: epoch,
    items: [...lines],
    // biome-ignore lint/correctness/noChildrenProp: as an argument it may only be a node, and this is a function
    children: (line, i) => createElement(Text, {key: i}, line),
  });
}
