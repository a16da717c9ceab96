import {fit} from '../cell-text.ts';

/** As `fit`, but the blanks that a line begins with are ours and stay: cleaning a foreign word would take them. */
export function fitIndented(text: string, width: number): string {
  const words = text.trimStart();
  const indent = Math.min(width, text.length - words.length);
  return ' '.repeat(indent) + fit(words, width - indent);
}
