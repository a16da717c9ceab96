import {fit} from '../cell-text.ts';
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
  const [dateWidth, ageWidth, bytesWidth] = [21, 8, 10];
  const name = width - dateWidth - ageWidth - bytesWidth - 2;
  const columns = theme.paint(
    'column-title',
    `  ${fit('NAME', name)}${fit('FROM (UTC)', dateWidth)}${fit('AGE', ageWidth)}${fit('BYTES', bytesWidth, 'right')}`,
  );
  const room = height - 2;
  const top = Math.max(0, Math.min((rows?.length ?? 0) - room, cursor - Math.floor(room / 2)));
  const instead = sentence ?? (rows === undefined ? 'Reading the backups ...' : 'There is no backup yet.');
  const body = Array.from({length: room}, (_, i) => {
    const row = rows?.[top + i];
    if (!row) return i === 0 && (rows?.length ?? 0) === 0 ? theme.paint('text-dim', fit(`  ${instead}`, width)) : blank;
    const isChosen = top + i === cursor;
    const at = row.at.slice(0, 19).replace('T', ' ');
    const text = `${isChosen ? '> ' : '  '}${fit(row.name, name - 1)} ${fit(at, dateWidth)}${fit(age(now - Date.parse(row.at)), ageWidth)}${fit(count(row.bytes), bytesWidth, 'right')}`;
    return theme.paint(isChosen ? 'selected' : 'text-plain', text);
  });
  return [title, columns, ...body];
}
