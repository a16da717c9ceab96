import type {SettingRow} from '../../control/query.ts';
import type {Response} from '../press.ts';
import {textOf} from '../views/settings-state.ts';
import {submitting} from './submit-form.ts';

/** A form of one field; whether its value fits, the engine says. */
export function openSettingForm({field, label, help, value, default: usual}: SettingRow): Response {
  const title = `Set ${field}`;
  const text = textOf(value);
  const initial = usual === undefined ? 'It has no default.' : `Its default is ${textOf(usual) || 'empty'}.`;
  return {
    type: 'opened',
    overlay: {
      kind: 'form',
      form: {
        title,
        sentences: [`${label}. ${initial}`],
        fields: [
          {
            name: 'value',
            label: 'Value',
            required: true,
            help: help || 'Numbers, true, false, text, or a list with commas',
            // What was masked on its way here must not be written back as dots.
            text: text.includes('•') ? '' : text,
          },
        ],
        focus: 0,
        submit: ({value: typed = ''}) => ({
          type: 'run',
          work: submitting({
            title,
            command: () => ({name: 'settings.set', field, value: typed}),
            fieldOf: () => 'value',
          }),
        }),
      },
    },
  };
}

/** The question before a setting goes back to its default. */
export function askUnset({field, changed, value, default: usual}: SettingRow): Response {
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
        sentences: [`It is ${textOf(value) || 'empty'} now; its default is ${textOf(usual) || 'nothing'}.`],
        text: '',
      },
    },
  };
}
