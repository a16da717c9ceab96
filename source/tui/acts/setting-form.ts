import type {SettingRow} from '../../control/query.ts';
import {namedFrom} from '../../control/setting-paths.ts';
import {editForm, type Form, withErrors} from '../form.ts';
import type {Doing, Response} from '../press.ts';
import {shownValue, textOf} from '../views/settings-state.ts';
import {rangeWords, typedNumber} from './number-words.ts';
import {presentWords} from './setting-now.ts';
import {submitting} from './submit-form.ts';

/** A form of one field; whether its value fits, the engine says. */
export function openSettingForm(row: SettingRow, folder: string | undefined): Response {
  const {field, label, value, default: usual} = row;
  const title = `Set ${field}`;
  // What the person has been told that it is: a change since then is told once before it is written over.
  let seen = JSON.stringify(value);
  const text = textOf(value);
  const now = value === undefined ? 'It is unset now' : `It is ${shownValue(row, value) || 'empty'} now`;
  const initial = usual === undefined ? 'it has no default' : `its default is ${shownValue(row, usual) || 'empty'}`;
  // What was masked on its way here must not be written back as dots.
  const typed = text.includes('•') ? '' : text;
  return {
    type: 'opened',
    overlay: {
      kind: 'form',
      form: {
        title,
        sentences: [`${label}. ${now}; ${initial}.`],
        fields: [
          {
            name: 'value',
            label: 'Value',
            required: true,
            help: helpOf(row, typed),
            text: typed,
            // A figure is set anew; a list is gone on with.
            ...(row.range && typed !== '' ? {isSelected: true as const} : {}),
          },
        ],
        focus: 0,
        adapt: (form) => withHelp(form, row),
        submit: ({value: typed = ''}) => ({
          type: 'run',
          work: async (doing) => {
            const now = await presentRow(doing, field);
            if (now && JSON.stringify(now.value) !== seen) {
              seen = JSON.stringify(now.value);
              const sentence = `Somebody changed it meanwhile. ${presentWords(now)} Enter again sets it all the same.`;
              doing.apply(editForm(title, (form) => withErrors(form, {value: sentence})));
              return;
            }
            await submitting({
              title,
              command: () => ({name: 'settings.set', field, value: namedFrom(folder, field, typed)}),
              fieldOf: () => 'value',
            })(doing);
          },
        }),
      },
    },
  };
}

/** Whoever cannot tell what it is now does not stand in the way: the engine has the last word. */
async function presentRow({control}: Doing, field: string): Promise<SettingRow | undefined> {
  try {
    return (await control.query({name: 'settings'})).find((row) => row.field === field);
  } catch {
    return undefined;
  }
}

/** What the text comes to, what the setting is for, and which values there are. */
function helpOf({help, range, value, default: usual}: SettingRow, text: string): string {
  if (!range) return help || 'Numbers, true, false, text, or a list with commas';
  const isLarge = range.most === undefined && [value, usual, 1e6].find((one) => one !== undefined);
  const spelling = Number(isLarge) >= 1e5 ? 'Millions are written 500e6.' : '';
  return [typedNumber(text, range), help.replace(/\.?$/, '.'), rangeWords(range), spelling]
    .filter((words) => words !== '' && words !== '.')
    .join(' ');
}

function withHelp(form: Form, row: SettingRow): Form {
  return {...form, fields: form.fields.map((field) => ({...field, help: helpOf(row, field.text)}))};
}

/** The question before a setting goes back to its default. */
export function askUnset(row: SettingRow): Response {
  const {field, changed, value, default: usual} = row;
  if (!changed) return {type: 'say', tone: 'warn', text: `${field} stands on its default already.`};
  return {
    type: 'opened',
    overlay: {
      kind: 'ask',
      ask: {
        purpose: {name: 'settings.unset', field},
        needs: 'yes',
        title: `Set ${field} back to its default`,
        // From when on it counts differs by setting; the engine says it with the result.
        sentences: [
          `It is ${shownValue(row, value) || 'empty'} now; its default is ${shownValue(row, usual) || 'nothing'}.`,
        ],
        text: '',
      },
    },
  };
}
