import type {BackupRow} from '../../control/credential-answers.ts';
import {fit, widthOf} from '../cell-text.ts';
import {age, count} from '../figures.ts';
import type {Model} from '../model.ts';
import {drawLine} from '../segments.ts';
import type {Theme} from '../theme.ts';
import type {Backups} from './credentials-state.ts';
import type {Area} from './view.ts';

/** Earlier versions of the secrets file, newest first. */
export function drawBackups(
  {rows, cursor, sentence}: Backups,
  {now}: Model,
  {theme, area: {width, height}}: {readonly theme: Theme; readonly area: Area},
): readonly string[] {
  const blank = ' '.repeat(width);
  const title = drawLine(theme, {
    left: [
      ['pane-title-focused', ' BACKUPS '],
      ['pane-title', ' of the secrets file   Enter shows what differs and asks   Esc back'],
    ],
    width,
    fill: 'pane-title',
  });
  const columns = columnsFor(rows ?? [], width);
  const line = (text: (column: Column) => string): string =>
    fit(`  ${columns.map((column) => fit(text(column), column.width, column.align)).join('  ')}`, width);
  const titles = theme.paint(
    'column-title',
    line((column) => column.title),
  );
  const room = height - 2;
  const top = Math.max(0, Math.min((rows?.length ?? 0) - room, cursor - Math.floor(room / 2)));
  const instead = sentence ?? (rows === undefined ? 'Reading the backups ...' : 'There is no backup yet.');
  const body = Array.from({length: room}, (_, i) => {
    const row = rows?.[top + i];
    if (!row) return i === 0 && (rows?.length ?? 0) === 0 ? theme.paint('text-dim', fit(`  ${instead}`, width)) : blank;
    const isChosen = top + i === cursor;
    const text = line((column) => column.text(row, now));
    return theme.paint(isChosen ? 'selected' : 'text-plain', isChosen ? `> ${text.slice(2)}` : text);
  });
  return [title, titles, ...body];
}

type Column = {
  readonly title: string;
  readonly width: number;
  readonly align?: 'right';
  readonly text: (row: BackupRow, now: number) => string;
};

const date: Column = {title: 'FROM (UTC)', width: 19, text: ({at}) => at.slice(0, 19).replace('T', ' ')};
const since: Column = {title: 'AGE', width: 5, text: ({at}, now) => age(now - Date.parse(at))};
const bytes: Column = {title: 'BYTES', width: 8, align: 'right', text: ({bytes: size}) => count(size)};
/** What a change usually takes, its provider and a field. */
const leastBefore = 24;

/** A narrow screen does without the bytes, and without the moment that the name has too. */
function columnsFor(rows: readonly BackupRow[], width: number): readonly Column[] {
  const longest = Math.max(20, ...rows.map(({name}) => widthOf(name)));
  const usual = [date, since, bytes];
  const least = ({width: cells}: Column): number => cells + 2;
  const left = (columns: readonly Column[]): number =>
    width - 2 - longest - 2 - columns.reduce((sum, column) => sum + least(column), 0);
  const kept = [usual, [date, since], [since]].find((columns) => left(columns) >= leastBefore) ?? [since];
  const over = Math.max(0, leastBefore - left(kept));
  const name: Column = {title: 'NAME', width: longest - over, text: (row) => row.name};
  const before: Column = {
    title: 'BEFORE',
    width: left(kept) + over,
    text: (row) => row.before ?? '',
  };
  return [name, ...kept, before];
}
