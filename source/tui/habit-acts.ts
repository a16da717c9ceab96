import {markedOrChosen} from './marks.ts';
import type {Model} from './model.ts';
import type {Response} from './press.ts';
import {isSecretShown} from './secret-shown.ts';
import {themeAfter} from './theme-name.ts';

const acts = ['theme', 'mouse', 'copy', 'save'] as const;
export type HabitAct = (typeof acts)[number];

export function isHabitAct(act: string): act is HabitAct {
  return acts.some((one) => one === act);
}

/** What keys do that change how the screen looks or give it away, and nothing else. */
export function habitAct(model: Model, act: HabitAct): Response {
  switch (act) {
    case 'theme':
      return changeTheme(model);
    case 'mouse':
      return {type: 'mouse', isOn: !model.hasMouse};
    case 'copy':
      return copy(model);
    case 'save':
      if (isSecretShown(model)) return warn('A secret is on the screen, so the screen is not saved. Hide it first.');
      return {type: 'save'};
  }
}

function changeTheme(model: Model): Response {
  if (model.title.colorless) return warn('NO_COLOR is set, so the screen stays without colours.');
  const theme = themeAfter(model.theme);
  const toast = {tone: 'info', text: `Theme: ${theme}.`, until: model.now + 6000} as const;
  return {type: 'edited', edit: (later) => ({...later, theme, toast})};
}

function copy(model: Model): Response {
  const symbols = markedOrChosen(model);
  return symbols.length === 0 ? warn('There is no symbol under the cursor.') : {type: 'copy', text: symbols.join('\n')};
}

function warn(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
