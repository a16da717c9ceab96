import {render, Static, Text} from 'ink';
import {createElement, type ReactElement, useSyncExternalStore} from 'react';
import {leaving, type Mount, type Mounted, muteInput, untilContinued} from './mount.ts';
import type {Spoken} from './spoken.ts';
import {type Suspend, type TerminalProps, useTerminal} from './use-terminal.ts';

/** Lines are written once and stay in the terminal's own history; nothing is drawn over, no box, no second screen. */
export function mountAloud({
  stdout,
  stderr,
  keyboard,
  spoken,
}: Omit<Mount, 'store'> & {readonly spoken: Spoken}): Mounted {
  let handOver: Suspend | undefined;
  const instance = render(createElement(Aloud, {spoken, keyboard, onSuspendable: (suspend) => (handOver = suspend)}), {
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

function Aloud({spoken, ...terminal}: {readonly spoken: Spoken} & TerminalProps): ReactElement {
  const {epoch, lines} = useSyncExternalStore(spoken.subscribe, spoken.get);
  useTerminal(terminal);
  return createElement(Static<string>, {
    key: epoch,
    items: [...lines],
    // biome-ignore lint/correctness/noChildrenProp: as an argument it may only be a node, and this is a function
    children: (line, i) => createElement(Text, {key: i}, line),
  });
}
