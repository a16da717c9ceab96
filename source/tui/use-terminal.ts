import {useApp} from 'ink';
import {useEffect} from 'react';
import type {Keyboard} from './keyboard.ts';

export type Suspend = (whileAway: () => Promise<void>) => Promise<void>;

export type TerminalProps = {
  readonly keyboard: Keyboard;
  readonly onSuspendable: (suspend: Suspend) => void;
};

/** The keyboard is open for as long as the screen is there, and whoever mounted it learns how to hand the terminal over. */
export function useTerminal({keyboard, onSuspendable}: TerminalProps): void {
  const {suspendTerminal} = useApp();
  useEffect(() => {
    onSuspendable((whileAway) => suspendTerminal(whileAway));
  }, [onSuspendable, suspendTerminal]);
  // Whatever makes Ink leave (a signal, an error) runs this too, so the terminal never stays raw.
  useEffect(() => {
    keyboard.open();
    return () => keyboard.close();
  }, [keyboard]);
}
