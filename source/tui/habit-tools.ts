import {type Clipboard, copyTo} from './clipboard.ts';
import type {Keyboard} from './keyboard.ts';

/** What the keys of habit do beyond the screen. */
export type HabitTools = {
  readonly followMouse: (isOn: boolean) => void;
  /** The sentence that says what was copied and how. */
  readonly copy: (text: string) => Promise<string>;
  /** Resolves with the path. */
  readonly saveScreen: (text: string) => Promise<string>;
};

export type SaveScreen = HabitTools['saveScreen'];

export function habitTools({
  keyboard,
  stdout,
  clipboard,
  saveScreen = nowhere,
}: {
  readonly keyboard: Keyboard;
  readonly stdout: NodeJS.WritableStream;
  readonly clipboard?: Clipboard | undefined;
  readonly saveScreen?: SaveScreen | undefined;
}): HabitTools {
  return {
    followMouse: (isOn) => keyboard.followMouse(isOn),
    copy: (text) => copyTo(clipboard, text, (sequence) => stdout.write(sequence)),
    saveScreen,
  };
}

async function nowhere(): Promise<string> {
  throw new Error('There is no place to save screens in.');
}
