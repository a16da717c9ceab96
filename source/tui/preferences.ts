import {isDeepStrictEqual} from 'node:util';
import Conf from 'conf';
import type {TableName} from '../control/query.ts';
import {type Arrangements, firstArrangements} from './arrangement.ts';
import {firstHabits, type Habits} from './habits.ts';
import {areAsTheyCome, readArrangements} from './kept-arrangements.ts';
import {tables} from './layout.ts';
import {themeNames} from './theme-name.ts';
import {type ViewName, viewNames} from './views/view-name.ts';

/** What a person chose to look at and how, which the next dashboard opens with. */
export type View = {
  readonly focus: TableName;
  readonly isZoomed: boolean;
  readonly view?: ViewName;
  readonly arranged?: Arrangements;
} & Partial<Habits>;

export type KeptView = {
  readonly view: Partial<View>;
  /** Remembers the view where it differs from what is kept. */
  readonly keep: (view: View) => void;
};

/** What stands where nothing is kept. */
const usual = {
  focus: 'final',
  isZoomed: false,
  view: 'tables',
  arranged: firstArrangements,
  ...firstHabits,
} as const satisfies View;

/**
 * Preferences belong to the person, not to a root, so they are where the system keeps such things (XDG on Linux), or in `cwd`.
 * A file that cannot be read is left as it is and one that cannot be written is not: no habit is worth a dashboard. Which of the
 * views was open counts for its own universe, the `place`, alone: in another one its keys would act on what nobody has looked at.
 */
export function openPreferences({cwd, place}: {readonly cwd?: string; readonly place?: string} = {}): KeptView {
  try {
    const file = new Conf<Record<string, unknown>>({
      projectName: 'symbol-universe',
      projectSuffix: '',
      configName: 'dashboard',
      ...(cwd === undefined ? {} : {cwd}),
    });
    const {view, ...habits} = viewOf(file.store);
    const isHere = view !== undefined && file.store.place === place;
    return {view: isHere ? {...habits, view} : habits, keep: (now) => keepIn(file, now, place)};
  } catch {
    return {view: {}, keep: () => {}};
  }
}

/** What is no such thing, such as a theme of a later version, is as if it were not there. */
function viewOf(kept: Readonly<Record<string, unknown>>): Partial<View> {
  const focus = tables.find((name) => name === kept.focus);
  const view = viewNames.find((name) => name === kept.view);
  const theme = themeNames.find((name) => name === kept.theme);
  const arranged = readArrangements(kept.arranged);
  return {
    ...(focus ? {focus} : {}),
    ...(typeof kept.isZoomed === 'boolean' ? {isZoomed: kept.isZoomed} : {}),
    ...(view ? {view} : {}),
    ...(theme ? {theme} : {}),
    ...(typeof kept.hasMouse === 'boolean' ? {hasMouse: kept.hasMouse} : {}),
    ...(areAsTheyCome(arranged) ? {} : {arranged}),
  };
}

function keepIn(
  file: Conf<Record<string, unknown>>,
  {focus, isZoomed, view, theme, hasMouse, arranged}: View,
  place: string | undefined,
): void {
  try {
    const kept = {...usual, ...viewOf(file.store), place: file.store.place};
    const wanted = {
      focus,
      isZoomed,
      view: view ?? kept.view,
      ...(place === undefined || view === undefined || view === 'tables' ? {} : {place}),
      theme: theme ?? kept.theme,
      hasMouse: hasMouse ?? kept.hasMouse,
      arranged: readArrangements(arranged ?? kept.arranged),
    };
    // Only what differs is written, so that a file that says what it is meant to say stays as it is.
    const changed = Object.entries(wanted).filter(
      ([name, value]) => !isDeepStrictEqual(kept[name as keyof typeof kept], value),
    );
    if (changed.length > 0) file.set(Object.fromEntries(changed));
  } catch {
    // As above: the next dashboard opens as this one did.
  }
}
