import {overriding} from './acts/override-ask.ts';
import {askBeforeHalt, whyNot} from './asking.ts';
import {isHalted, type Model} from './model.ts';
import type {PaletteCommand} from './palette-commands.ts';
import type {Response} from './press.ts';
import {isSealedNow} from './views/history-press.ts';
import {rollbackQuestion} from './views/rollback-question.ts';

/** What is done to the engine for a reason, which may be typed with it. */
export const engineCommands: readonly PaletteCommand[] = [
  {
    name: 'halt',
    words: '[REASON]',
    keys: 'X',
    help: 'Halt the engine; asks for the reason',
    run: (model, words) =>
      isHalted(model) ? 'The engine is halted already; resume lifts it.' : halting(model, words.join(' ')),
  },
  {
    name: 'resume',
    words: '[REASON]',
    keys: 'X',
    help: 'Let a halted engine go on; asks for the reason',
    run: (model, words) => (isHalted(model) ? halting(model, words.join(' ')) : 'The engine is not halted.'),
  },
  {
    name: 'override',
    words: '[REASON]',
    keys: 'O',
    help: 'Seal in spite of the gates that hold; asks for the reason',
    run: (model, words) => whyNot(model, 'override') ?? overriding(model, words.join(' ')),
  },
  {
    name: 'rollback',
    words: 'NIGHT [REASON]',
    help: 'Seal an earlier night again; asks for the reason',
    complete: (words, {model}) =>
      words.length === 1 ? (model.views.history.rows ?? []).map(({night}) => ({word: night})) : [],
    run: (model, [night = '', ...reason]) => {
      if (!/^\d{4}-\d\d-\d\d$/.test(night)) return 'Name a night: rollback 2026-11-25; H lists those that are kept.';
      const {rows} = model.views.history;
      const row = rows?.find((one) => one.night === night);
      if (rows && !row) return `No night of ${night} is kept; H lists those that are.`;
      if (row && isSealedNow(model, row)) return `The night of ${night} is the sealed universe already.`;
      const because = whyNot(model, 'rollback');
      return because ?? opened(rollbackQuestion(model, row ?? {night}), reason.join(' '));
    },
  },
];

function halting(model: Model, reason: string): Response | string {
  return whyNot(model, 'halt') ?? opened(askBeforeHalt(model), reason);
}

function opened(ask: ReturnType<typeof askBeforeHalt>, text: string): Response {
  return {type: 'opened', overlay: {kind: 'ask', ask: {...ask, text}}};
}
