import {isSetting, whyNotSet} from '../control/check-setting.ts';
import type {SettingRow} from '../control/query.ts';
import {namedFrom} from '../control/setting-paths.ts';
import {askUnset} from './acts/setting-form.ts';
import {isAlready, presentWords} from './acts/setting-now.ts';
import type {Model} from './model.ts';
import type {Palette} from './palette.ts';
import type {PaletteCommand} from './palette-commands.ts';
import type {Response} from './press.ts';
import {whyDenied} from './rights.ts';

const usage = 'Name a setting and its value: set minPrice 2';

/** Settings by name, also as the command line spells it. */
export const settingCommands: readonly PaletteCommand[] = [
  {
    name: 'set',
    words: 'SETTING VALUE',
    help: 'Change a setting of this root; asks first',
    needs: 'settings.set',
    complete: (words, {palette}) => (words.length === 1 ? named(palette) : []),
    run: (model, [field, ...value], palette) => set(model, {field, value: value.join(' ')}, palette),
  },
  {
    name: 'settings',
    words: '[set SETTING VALUE | unset SETTING]',
    keys: ',',
    help: 'Show the settings, or change one; asks first',
    complete: (words, {palette}) => {
      if (words.length === 1) return ['set', 'unset'].map((word) => ({word}));
      return words.length === 2 ? named(palette) : [];
    },
    run: (model, [verb, field, ...value], palette) => {
      if (verb === undefined || (verb === 'list' && field === undefined)) return {type: 'act', act: 'settings'};
      const denied = whyDenied(model, 'settings.set');
      if (denied !== undefined) return denied;
      if (verb === 'set') return set(model, {field, value: value.join(' ')}, palette);
      if (verb !== 'unset' || field === undefined || value.length > 0)
        return 'Say: settings set minPrice 2, or settings unset minPrice';
      const row = rowOf(palette, field);
      if (row) return askUnset(row);
      return unknownSetting(field, palette) ?? 'The settings are still being read; Enter again in a moment.';
    },
  },
];

type Wanted = {readonly field: string | undefined; readonly value: string};

function set({title}: Model, {field, value}: Wanted, palette: Palette): Response | string {
  if (field === undefined || value === '') return usage;
  const refusal = unknownSetting(field, palette) ?? whyNotSet(field, value);
  if (refusal !== undefined) return refusal;
  const row = rowOf(palette, field);
  const named = namedFrom(title.folder, field, value);
  if (row && isAlready(row, named)) return `${field} is ${value} already.`;
  return askSet(row, field, named);
}

/** Once the engine has named its settings: it may be of another version than this screen. */
function unknownSetting(field: string, {settings = []}: Palette): string | undefined {
  const isKnown = settings.length === 0 || settings.some((row) => row.field === field) || isSetting(field);
  return isKnown ? undefined : `There is no setting "${field}"; Tab lists what there is.`;
}

/** What it is now is looked up where the palette was quicker than the engine. */
function askSet(row: SettingRow | undefined, field: string, value: string): Response {
  const late = row ? {} : {waits: 'setting' as const};
  return {
    type: 'opened',
    overlay: {
      kind: 'ask',
      ask: {
        purpose: {name: 'settings.set', field, value},
        needs: 'yes',
        title: `Set ${field} to ${value}?`,
        sentences: [
          'A value that does not fit is refused, and from when on it counts is said with the result.',
          ...(row ? [presentWords(row)] : []),
        ],
        text: '',
        ...late,
      },
    },
  };
}

function named({settings = []}: Palette): readonly {readonly word: string; readonly help: string}[] {
  return settings.map(({field, label, value, default: usual}) => ({
    word: field,
    help: `${label}: ${JSON.stringify(value ?? usual) ?? 'unset'}`,
  }));
}

function rowOf({settings = []}: Palette, field: string): SettingRow | undefined {
  return settings.find((row) => row.field === field);
}
