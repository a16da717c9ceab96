import type {Model, Overlay} from './model.ts';
import {frame} from './overlay-area.ts';
import {kindOf} from './overlays/registry.ts';
import type {Theme} from './theme.ts';
import type {Area} from './views/view.ts';

/** A box of plain lines, laid over the middle of the lines below it. */
export function layOver(
  lines: readonly string[],
  box: readonly string[],
  {columns, boxWidth}: {columns: number; boxWidth: number},
): readonly string[] {
  const top = Math.max(0, Math.floor((lines.length - box.length) / 2));
  const left = ' '.repeat(Math.floor((columns - boxWidth) / 2));
  const right = ' '.repeat(columns - boxWidth - left.length);
  // Whole lines give way: cutting styled lines in the middle would cost more than the rows beside a box are worth.
  return lines.map((line, i) => {
    const inside = box[i - top];
    return inside === undefined ? line : left + inside + right;
  });
}

/** The box of what is open, over the lines below it. */
export function withOverlay(model: Model, theme: Theme, lines: readonly string[]): readonly string[] {
  if (!model.overlay) return lines;
  const {columns} = model.size;
  const area = {width: columns, height: lines.length, model};
  const boxWidth = Math.min(columns - 4, kindOf(model.overlay).width(area));
  const box = framed(model.overlay, theme, {model, width: boxWidth - frame, height: lines.length - frame});
  return layOver(lines, box.slice(0, lines.length), {columns, boxWidth});
}

function framed(overlay: Overlay, theme: Theme, inside: Area & {readonly model: Model}): readonly string[] {
  const box = kindOf(overlay).draw(overlay, theme, inside);
  const edge = '-'.repeat(inside.width);
  const side = theme.paint('edge', '|');
  return [
    theme.paint('edge', `,${edge}.`),
    ...box.map((line) => side + line + side),
    theme.paint('edge', `\`${edge}'`),
  ];
}
