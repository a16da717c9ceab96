import {useApp} from 'ink';
import {useEffect, useLayoutEffect} from 'react';
import type {Keyboard} from './keyboard.ts';

export type Suspend = (whileAway: () => Promise<void>) => Promise<void>;

export type TerminalProps = {
  readonly keyboard: Keyboard;
  readonly onSuspendable: (suspend: Suspend) => void;
  /** Runs after the last frame, while the terminal still shows it. */
  readonly onLeave?: () => void;
};

/** The keyboard is open for as long as the screen is there, and whoever mounted it learns how to hand the terminal over. */
export function useTerminal({keyboard, onSuspendable, onLeave}: TerminalProps): void {
  const {suspendTerminal} = useApp();
  useEffect(() => {
    onSuspendable((whileAway) => suspendTerminal(whileAway));
  }, [onSuspendable, suspendTerminal]);
  // Whatever makes Ink leave (a signal, an error) runs this too, so the terminal never stays raw.
  useEffect(() => {
    keyboard.open();
    return () => keyboard.close();
  }, [keyboard]);
  // An effect of the other kind could come after Ink has given the terminal back.
  useLayoutEffect(() => onLeave, [onLeave]);
}
