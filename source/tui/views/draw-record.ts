import type {AuditedLine} from '../../control/audit-lines.ts';
import {printable, widthOf} from '../cell-text.ts';
import {count} from '../figures.ts';
import {drawLine} from '../segments.ts';
import type {Theme} from '../theme.ts';
import {fitIndented} from './fit-indented.ts';
import type {Area} from './view.ts';

const logNames = {ops: 'universe_ops.log', audit: 'screener_credentials_audit.log'} as const;

/** A whole record of a log as it stands there, except for what a terminal would obey. */
export function drawRecord(
  {line, top}: {readonly line: AuditedLine; readonly top: number},
  theme: Theme,
  {width, height}: Area,
): readonly string[] {
  const lines = recordLines(line, width);
  const room = height - 1;
  const from = Math.max(0, Math.min(top, lines.length - room));
  const shown = lines.slice(from, from + room);
  const place =
    lines.length > room ? `${count(from + 1)}-${count(from + shown.length)} of ${count(lines.length)} ` : '';
  const title = drawLine(theme, {
    left: [['pane-title-focused', ` ${recordTitle(line)} `]],
    right: [['pane-title-focused', place]],
    width,
    fill: 'pane-title-focused',
  });
  return [title, ...Array.from({length: room}, (_, i) => fitIndented(shown[i] ?? '', width))];
}

/** Which record of which log it is. */
export function recordTitle({record, log}: AuditedLine): string {
  return `RECORD ${record.seq} of ${logNames[log]}`;
}

/** Nothing of a record is cut off: what is too long goes on in the next line, further in. */
export function recordLines({record, begun = []}: AuditedLine, width: number): readonly string[] {
  return [record, ...begun.map((one) => one.record)].flatMap((one, i) => [
    ...(i === 0 ? [] : ['', `  begun by record ${one.seq}:`]),
    ...linesOf(one, width),
  ]);
}

function linesOf(record: AuditedLine['record'], width: number): readonly string[] {
  return JSON.stringify(record, undefined, 2)
    .split('\n')
    .flatMap((line) => {
      const words = line.trimStart();
      return folded(printable(words), line.length - words.length + 2, width - 2);
    });
}

function folded(text: string, indent: number, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = ' '.repeat(indent);
  let cells = indent;
  for (const character of text) {
    const wide = widthOf(character);
    if (cells + wide > width) {
      lines.push(rest);
      rest = ' '.repeat(indent + 4);
      cells = indent + 4;
    }
    rest += character;
    cells += wide;
  }
  return [...lines, rest];
}
