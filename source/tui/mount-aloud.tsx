import {render, Static, Text, useApp} from 'ink';
import {type ReactElement, useEffect, useSyncExternalStore} from 'react';
import type {Keyboard} from './keyboard.ts';
import {type Mount, type Mounted, muteInput, untilContinued} from './mount.tsx';
import type {Suspend} from './screen.tsx';
import type {Spoken} from './spoken.ts';

/** Lines are written once and stay in the terminal's own history; nothing is drawn over, no box, no second screen. */
export function mountAloud({
  stdout,
  stderr,
  keyboard,
  spoken,
}: Omit<Mount, 'store'> & {readonly spoken: Spoken}): Mounted {
  let handOver: Suspend | undefined;
  const instance = render(
    <Aloud spoken={spoken} keyboard={keyboard} onSuspendable={(suspend) => (handOver = suspend)} />,
    {
      stdout,
      stderr,
      stdin: muteInput(),
      isScreenReaderEnabled: true,
      patchConsole: false,
      exitOnCtrlC: false,
      interactive: true,
    },
  );
  return {
    redraw: spoken.again,
    suspend() {
      void handOver?.(async () => {
        keyboard.close();
        await untilContinued();
        keyboard.open();
      });
    },
    leave: () => instance.unmount(),
    left: instance.waitUntilExit(),
  };
}

function Aloud({
  spoken,
  keyboard,
  onSuspendable,
}: {
  readonly spoken: Spoken;
  readonly keyboard: Keyboard;
  readonly onSuspendable: (suspend: Suspend) => void;
}): ReactElement {
  const {epoch, lines} = useSyncExternalStore(spoken.subscribe, spoken.get);
  const {suspendTerminal} = useApp();
  useEffect(() => {
    onSuspendable((whileAway) => suspendTerminal(whileAway));
  }, [onSuspendable, suspendTerminal]);
  useEffect(() => {
    keyboard.open();
    return () => keyboard.close();
  }, [keyboard]);
  return (
    <Static key={epoch} items={[...lines]}>
      {(line, i) => <Text key={i}>{line}</Text>}
    </Static>
  );
}
