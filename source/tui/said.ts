import {widthOf, wrapText} from './cell-text.ts';
import {lookWords} from './draw-search.ts';
import type {Model, Toast} from './model.ts';

const shortestMs = 6000;
/** Who reads slowly reads twenty characters a second. */
const msPerCharacter = 50;
const readAtOnce = 80;

/** How long something stays on the screen: as long as it takes to read. */
export function readingMs(text: string): number {
  return shortestMs + Math.max(0, text.length - readAtOnce) * msPerCharacter;
}

/** What was just said and is still to be read. */
export function saidNow({toast, now}: Model): Toast | undefined {
  return toast && now < toast.until ? toast : undefined;
}

/**
 * The lines of what was just said, where one is not enough for it; the last belongs on the message line, unless a search is typed there.
 * Below a form or a question, which say themselves what concerns them, there is one line.
 */
export function saidLines(model: Model): readonly string[] {
  const said = saidNow(model);
  if (!said || model.overlay) return [];
  const {columns} = model.size;
  const typing = model.search?.isEditing ? lookWords(model).reduce((sum, [, text]) => sum + widthOf(text), 0) : 0;
  const lines = wrapText(said.text, columns - 2);
  return lines.length > 1 || widthOf(said.text) + 1 > columns - typing ? lines : [];
}

/** Those of them that stand over the lowest lines of the screen. */
export function saidAbove(model: Model): readonly string[] {
  const lines = saidLines(model);
  return model.search?.isEditing ? lines : lines.slice(0, -1);
}
