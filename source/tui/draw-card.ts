import type {Card} from './card.ts';
import {factLines, rowLines} from './card-facts.ts';
import {blockedLines, type CardLine, newsLines, nightLines, ruleLines, title} from './card-lines.ts';
import {fit, widthOf, wrapText} from './cell-text.ts';
import type {Model} from './model.ts';
import {isActDenied} from './rights-of-keys.ts';
import type {Style, Theme} from './theme.ts';
import type {Area} from './views/view.ts';

/** From here on facts stand beside rules. */
const wideFrom = 116;
const margin = 2;

/** Title, what is known, and the keys; exactly as high as it may be, so that nothing jumps from symbol to symbol. */
export function drawCard(
  card: Card,
  theme: Theme,
  {width, height, model}: Area & {readonly model: Model},
): readonly string[] {
  const lines = cardLines(card, width);
  const room = height - 4;
  const top = Math.max(0, Math.min(card.top, lines.length - room));
  const blank = theme.paint('dialog', ' '.repeat(width));
  const body = Array.from({length: room}, (_, i) => {
    const line = lines[top + i];
    // A heading waits for what stands under it.
    if (i === room - 1 && line?.[0]?.[0] === 'prompt' && top + room < lines.length) return blank;
    return line ? painted(line, theme, width) : blank;
  });
  const changes = isActDenied(model, 'block') ? '' : 'a block  d unblock  ';
  const place = lines.length > room ? `   j/k ${top + 1}-${Math.min(lines.length, top + room)} of ${lines.length}` : '';
  return [
    theme.paint('dialog-title', fit(`  ${titleOf(card)}`, width)),
    blank,
    ...body,
    blank,
    theme.paint('dialog', fit(`  n/p next, previous  ${changes}y copy  Esc${place}`, width)),
  ];
}

/** Everything that scrolls. */
export function cardLines(card: Card, width: number): readonly CardLine[] {
  const {answer} = card;
  const {trouble, head: sentences} = headWords(card);
  const inside = width - 2 * margin;
  const head = [
    ...trouble.flatMap((words) => wrapped(words, inside, 'badge-bad')),
    ...sentences.flatMap((words) => wrapped(words, inside)),
  ];
  if (!answer) return [...head, ...tabledLines(card, inside)];
  const isWide = width >= wideFrom;
  const half = isWide ? Math.floor((inside - 3) / 2) : inside;
  const left = factLines(answer, half);
  const right = [...ruleLines(answer, half), ...newsLines(card, half), ...nightLines(answer, half)];
  if (!isWide) return [...head, [], ...left, [], ...right];
  return [...head, [], ...beside(left, right, half)];
}

/** What the tables have of it. */
function tabledLines({row, entry}: Card, width: number): readonly CardLine[] {
  return [
    ...(row ? [[], ...rowLines(row, width)] : []),
    ...(entry ? [[], title('BLOCKLIST', width), ...blockedLines(entry, width)] : []),
  ];
}

/** What could not be read, and what became of the symbol. */
export function headWords({answer, sentence}: Card): {
  readonly trouble: readonly string[];
  readonly head: readonly string[];
} {
  const trouble = sentence === undefined ? [] : [`Not known: ${sentence}`];
  if (!answer) return {trouble, head: trouble.length > 0 ? [] : ['Reading why it is in or out, and its nights ...']};
  const {counterfactual} = answer;
  return {
    trouble,
    head: [answer.sentence, ...(counterfactual === undefined ? [] : [`It ${plainSigns(counterfactual)}.`])],
  };
}

function titleOf(card: Card): string {
  return titleWords(card).join('   ');
}

export function titleWords({symbol, row, answer, wanted, read}: Card): readonly string[] {
  const name = (answer ? (answer.facts ?? answer.listed) : row)?.name;
  const again = answer && wanted !== read ? ['reading it again'] : [];
  return [
    symbol,
    ...(name === undefined ? [] : [name]),
    ...(answer?.session ? [`session ${answer.session}`] : []),
    ...again,
  ];
}

function wrapped(text: string, width: number, style: Style = 'dialog'): readonly CardLine[] {
  return wrapText(text, width).map((line): CardLine => [[style, fit(line, Math.min(width, widthOf(line)))]]);
}

/** Not every terminal's font has them, so the screen has none. */
function plainSigns(text: string): string {
  return text.replaceAll('≤', '<=').replaceAll('≥', '>=');
}

function beside(left: readonly CardLine[], right: readonly CardLine[], width: number): readonly CardLine[] {
  return Array.from({length: Math.max(left.length, right.length)}, (_, i): CardLine => {
    const [one, other] = [left[i] ?? [], right[i] ?? []];
    return [...one, ['dialog', ' '.repeat(Math.max(0, width - cellsOf(one)) + 3)], ...other];
  });
}

function cellsOf(line: CardLine): number {
  return line.reduce((sum, [, text]) => sum + widthOf(text), 0);
}

function painted(line: CardLine, theme: Theme, width: number): string {
  const text = line.map(([style, part]) => theme.paint(style, part)).join('');
  return (
    theme.paint('dialog', ' '.repeat(margin)) +
    text +
    theme.paint('dialog', ' '.repeat(Math.max(0, width - margin - cellsOf(line))))
  );
}
