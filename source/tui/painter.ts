import type {Size} from './layout.ts';
import {cellsOf, type LineCells} from './line-cells.ts';

/** Fewer equal cells than this between two changes are written again: moving the cursor over them costs as many bytes. */
const leapCells = 8;

/** Terminals that know it show what stands between as one picture (DEC mode 2026); the others ignore it. */
const asOne = {begin: '\x1b[?2026h', end: '\x1b[?2026l'} as const;

export type Painter = {
  /**
   * Brings these lines onto the terminal; each is exactly as wide as it. Writes what differs from the lines before, in one piece.
   * While that has not been taken nothing else is written, and then the latest lines: who is behind never gets a queue of old screens.
   * `onShown` runs once the terminal has them; never where later lines came first.
   */
  readonly paint: (lines: readonly string[], size: Size, onShown?: () => void) => void;
  /** What stands on the terminal is not known any more: the next lines are written whole, on an empty screen. */
  readonly forget: () => void;
};

/**
 * Ink takes every painted line apart in every frame: 9 ms of 10 for a screen of 200x50, however little changed. These lines
 * are made to measure already, so the ones that stay cost a comparison, and of the others only the cells that differ are written.
 */
export function createPainter(write: (text: string, taken: () => void) => void): Painter {
  let shown: readonly string[] = [];
  let known: Size | undefined;
  let isBehind = false;
  let latest: Parameters<Painter['paint']> | undefined;

  function changes(lines: readonly string[]): string {
    let text = '';
    for (const [y, line] of lines.entries()) if (line !== shown[y]) text += lineChange(y, shown[y] ?? '', line);
    return text;
  }

  function paint(...[lines, size, onShown = () => {}]: Parameters<Painter['paint']>): void {
    if (isBehind) {
      latest = [lines, size, onShown];
      return;
    }
    const isWhole = known?.columns !== size.columns || known.rows !== size.rows;
    if (isWhole) shown = [];
    const text = changes(lines);
    shown = lines;
    known = size;
    if (text === '') {
      onShown();
      return;
    }
    isBehind = true;
    write(`${asOne.begin}${text}${asOne.end}`, () => taken(onShown));
  }

  function taken(onShown: () => void): void {
    isBehind = false;
    onShown();
    const next = latest;
    latest = undefined;
    if (next) paint(...next);
  }

  return {
    paint,
    forget() {
      known = undefined;
    },
  };
}

function lineChange(y: number, before: string, now: string): string {
  const next = cellsOf(now);
  // By the line: where a whole screen is erased, some terminals keep a copy of it, and a secret may have been shown.
  if (before === '') return `\x1b[${y + 1}H\x1b[0m\x1b[2K${runs(next, 0, endOfText(next))}`;
  const old = cellsOf(before);
  const textEnd = endOfText(next);
  let text = '';
  for (let from = nextChange(old, next, 0); from >= 0; ) {
    const to = endOfChange(old, next, from);
    text += `\x1b[${y + 1};${from + 1}H${runs(next, from, Math.min(to, textEnd))}`;
    // Erased instead of filled, so that who copies a line from the terminal does not get its empty end, too.
    if (to > textEnd) return `${text}\x1b[K`;
    from = nextChange(old, next, to);
  }
  return text;
}

/** Behind the last cell that is not empty. */
function endOfText({texts, styles}: LineCells): number {
  let end = texts.length;
  while (end > 0 && texts[end - 1] === ' ' && styles[end - 1] === '') end--;
  return end;
}

function nextChange(old: LineCells, next: LineCells, from: number): number {
  for (let x = from; x < next.texts.length; x++) if (differs(old, next, x)) return x;
  return -1;
}

/** Behind the last cell of a change: what follows stays for longer than a leap. */
function endOfChange(old: LineCells, next: LineCells, from: number): number {
  let end = from + 1;
  for (let x = end; x < next.texts.length && x - end < leapCells; x++) if (differs(old, next, x)) end = x + 1;
  return end;
}

function differs(old: LineCells, next: LineCells, x: number): boolean {
  return old.texts[x] !== next.texts[x] || old.styles[x] !== next.styles[x];
}

/** Cells as text with their styles; begins and ends in the plain style. */
function runs({texts, styles}: LineCells, from: number, to: number): string {
  let text = '';
  let style = '';
  for (let x = from; x < to; x++) {
    const wanted = styles[x] ?? '';
    if (wanted !== style) text += wanted === '' ? '\x1b[0m' : `\x1b[${style === '' ? '' : '0;'}${wanted}m`;
    style = wanted;
    text += texts[x];
  }
  return style === '' ? text : `${text}\x1b[0m`;
}
