import type {SettingRow} from '../../control/query.ts';
import {figureWords} from '../acts/number-words.ts';
import type {Edit} from '../change.ts';
import type {Model} from '../model.ts';
import type {Typing} from '../typed.ts';

export type SettingsState = {
  readonly rows?: readonly SettingRow[];
  /** Why the list could not be read the last time. */
  readonly sentence?: string;
  /** Field under the cursor. */
  readonly chosen?: string;
  readonly filter?: Typing & {readonly isEditing: boolean};
};

export const firstSettings: SettingsState = {};

/** A line of the list: the name of a group, or a setting in it. */
export type SettingLine = {readonly group: string} | {readonly group?: never; readonly row: SettingRow};

/** Settings that the filter leaves: every word must occur in name, label or help. */
export function rowsIn({rows = [], filter}: SettingsState): readonly SettingRow[] {
  const words = (filter?.text ?? '').toLowerCase().split(/\s+/);
  return rows.filter(({field, label, help}) => {
    const text = `${field}\n${label}\n${help}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Each group under its name, in the order of the settings; those without a dot come first, for they are the criteria and the like. */
export function linesIn(state: SettingsState): readonly SettingLine[] {
  const groups = new Map<string, SettingRow[]>([['', []]]);
  for (const row of rowsIn(state)) {
    const group = groupOf(row.field);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return [...groups].flatMap(([group, rows]): readonly SettingLine[] =>
    rows.length === 0 ? [] : [{group: group || 'general'}, ...rows.map((row) => ({row}))],
  );
}

/** In the order in which they stand on the screen. */
export function rowsListed(state: SettingsState): readonly SettingRow[] {
  return linesIn(state).flatMap((line) => (line.group === undefined ? [line.row] : []));
}

export function chosenRow(state: SettingsState): SettingRow | undefined {
  const rows = rowsListed(state);
  return rows.find(({field}) => field === state.chosen) ?? rows[0];
}

function groupOf(field: string): string {
  const parts = field.split('.');
  return parts[0] === 'providers' ? parts.slice(0, 2).join('.') : parts.slice(0, -1).join('.');
}

/** A value as `settings.set` takes it. */
export function textOf(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  const isList = Array.isArray(value) && value.length > 0 && value.every((one) => /^[^,"[\]{}]+$/.test(String(one)));
  return isList ? value.join(',') : JSON.stringify(value);
}

/** A value as a person reads it: of a long number the size, of a share what it is in a hundred. */
export function shownValue({range}: Pick<SettingRow, 'range'>, value: unknown): string {
  return typeof value === 'number' ? figureWords(value, range) : textOf(value);
}

export function inSettings(change: (state: SettingsState) => SettingsState): Edit {
  return (model: Model) => ({...model, views: {...model.views, settings: change(model.views.settings)}});
}
