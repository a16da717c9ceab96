import type {ThemeName} from './theme-name.ts';

/** What a person is used to on this screen, whatever it shows; kept for the next dashboard. */
export type Habits = {
  readonly theme: ThemeName;
  /** The terminal reports the mouse; off unless asked for, because it takes marking text away from the terminal. */
  readonly hasMouse: boolean;
};

export const firstHabits: Habits = {theme: 'dark', hasMouse: false};
