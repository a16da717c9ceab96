import type {SettingRow} from '../../control/query.ts';
import {inItsCase, readingsOf} from '../../control/setting-value.ts';
import {shownValue} from '../views/settings-state.ts';

/** What a setting is before it is changed, as a sentence. */
export function presentWords(row: SettingRow): string {
  return row.value === undefined ? 'It is unset now.' : `It is ${shownValue(row, row.value) || 'empty'} now.`;
}

/** Whether a text stands for the value that a setting has. */
export function isAlready({field, value}: SettingRow, text: string): boolean {
  const now = JSON.stringify(value);
  return readingsOf(text)
    .flatMap((reading) => inItsCase(field, reading))
    .some((reading) => JSON.stringify(reading) === now);
}
