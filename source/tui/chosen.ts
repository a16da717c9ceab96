import {type Model, rowsShown} from './model.ts';

/** The symbols that an act is about: that of the open card, else the one under the cursor. */
export function markedOrChosen(model: Model): readonly string[] {
  if (model.overlay?.kind === 'card') return [model.overlay.card.symbol];
  const symbol = rowsShown(model, model.focus).at(model.windows[model.focus].cursor)?.symbol;
  return symbol === undefined ? [] : [symbol];
}
