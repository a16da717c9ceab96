import {isDeepStrictEqual} from 'node:util';
import Conf from 'conf';
import type {TableName} from '../control/query.ts';
import {type Arrangements, firstArrangements} from './arrangement.ts';
import {areAsTheyCome, readArrangements} from './kept-arrangements.ts';
import {tables} from './layout.ts';

/** What a person chose to look at, which the next dashboard opens with. */
export type View = {readonly focus: TableName; readonly isZoomed: boolean; readonly arranged?: Arrangements};

export type KeptView = {
  readonly view: Partial<View>;
  /** Remembers the view where it differs from what is kept. */
  readonly keep: (view: View) => void;
};

/**
 * Preferences belong to the person, not to a root, so they are where the system keeps such things (XDG on Linux), or in `cwd`.
 * A file that cannot be read is left as it is and one that cannot be written is not: no habit is worth a dashboard.
 */
export function openPreferences({cwd}: {readonly cwd?: string} = {}): KeptView {
  try {
    const file = new Conf<Record<string, unknown>>({
      projectName: 'symbol-universe',
      projectSuffix: '',
      configName: 'dashboard',
      ...(cwd === undefined ? {} : {cwd}),
    });
    return {view: viewOf(file.store), keep: (view) => keepIn(file, view)};
  } catch {
    return {view: {}, keep: () => {}};
  }
}

function viewOf({focus, isZoomed, arranged}: Readonly<Record<string, unknown>>): Partial<View> {
  const table = tables.find((name) => name === focus);
  const read = readArrangements(arranged);
  return {
    ...(table ? {focus: table} : {}),
    ...(typeof isZoomed === 'boolean' ? {isZoomed} : {}),
    ...(areAsTheyCome(read) ? {} : {arranged: read}),
  };
}

function keepIn(file: Conf<Record<string, unknown>>, {focus, isZoomed, arranged = firstArrangements}: View): void {
  try {
    const kept = viewOf(file.store);
    const isSame =
      (kept.focus ?? 'final') === focus &&
      (kept.isZoomed ?? false) === isZoomed &&
      isDeepStrictEqual(kept.arranged ?? firstArrangements, readArrangements(arranged));
    if (!isSame) file.set({focus, isZoomed, arranged});
  } catch {
    // As above: the next dashboard opens as this one did.
  }
}
