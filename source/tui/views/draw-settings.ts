import {fit, widthOf, wrapText} from '../cell-text.ts';
import {timeOfDay} from '../figures.ts';
import type {Model} from '../model.ts';
import {drawLine, type Segment, typingSegments} from '../segments.ts';
import type {Theme} from '../theme.ts';
import type {ListPlace} from './list-place.ts';
import {chosenRow, linesIn, rowsListed, type SettingLine, type SettingsState, shownValue} from './settings-state.ts';
import type {Area} from './view.ts';

/** Title, every setting, and everything of the one under the cursor with the last change. */
export function drawSettings(model: Model, theme: Theme, {width, height}: Area): readonly string[] {
  const state = model.views.settings;
  const lines = linesIn(state);
  const below = belowList(height);
  const {listed, top} = settingsPlace(state, height);
  const cursor = cursorLine(state);
  const blank = ' '.repeat(width);
  const nothing = lines.length === 0 ? wrapText(nothingWords(state), width - 4) : [];
  const list = Array.from({length: listed}, (_, i) => {
    const line = lines[top + i];
    if (line) return settingLine(line, theme, {width, isChosen: top + i === cursor});
    return i < nothing.length ? theme.paint('text-dim', fit(`  ${nothing[i]}`, width)) : blank;
  });
  const under = detailLines(model, theme, {width, height: below});
  return [titleLine(model, theme, width), columnTitles(theme, width), ...list, ...under].slice(0, height);
}

/** Where the list stands in a view of this height. */
export function settingsPlace(state: SettingsState, height: number): ListPlace {
  const listed = Math.max(1, height - 2 - belowList(height));
  const last = linesIn(state).length - listed;
  return {first: 2, listed, top: Math.max(0, Math.min(last, cursorLine(state) - Math.floor(listed / 2)))};
}

function belowList(height: number): number {
  return height < 25 ? 6 : 10;
}

function cursorLine(state: SettingsState): number {
  const field = chosenRow(state)?.field;
  return linesIn(state).findIndex((line) => line.group === undefined && line.row.field === field);
}

function nothingWords({rows, sentence}: SettingsState): string {
  if (sentence !== undefined) return `The settings could not be read: ${sentence}`;
  return rows === undefined
    ? 'Reading the settings ...'
    : 'No setting has these words; Esc clears the filter. Those of providers.ID stand here once they are set.';
}

function titleLine({views, connection, status}: Model, theme: Theme, width: number): string {
  const {rows, filter} = views.settings;
  const left: Segment[] = [['pane-title-focused', ' SETTINGS ']];
  if (filter) {
    left.push(['prompt', ' f '], ...(filter.isEditing ? typingSegments(filter) : [['prompt', filter.text] as const]));
    left.push(['text-dim', filter.isEditing ? '  Enter keeps, Esc clears' : '  Esc clears']);
  }
  if (connection.state === 'lost') left.push(['text-bad', '  The engine does not answer; this is what it said last.']);
  else if (status?.settingsGone !== undefined) left.push(['text-bad', '  settings.json is gone: these are defaults']);
  const changed = (rows ?? []).filter((row) => row.changed).length;
  const counts = rows ? ` ${rowsListed(views.settings).length} of ${rows.length}, ${changed} changed (*) ` : '';
  return drawLine(theme, {left, right: [['pane-title', counts]], width, fill: 'pane-title'});
}

function widthsOf(width: number): {readonly name: number; readonly value: number; readonly usual: number} {
  const name = Math.min(48, Math.floor(width * 0.45));
  const value = Math.floor((width - name - 3) / 2);
  return {name, value, usual: width - name - 3 - value};
}

function columnTitles(theme: Theme, width: number): string {
  const {name, value, usual} = widthsOf(width);
  return theme.paint('column-title', `   ${fit('SETTING', name)}${fit('VALUE', value)}${fit('DEFAULT', usual)}`);
}

function settingLine(
  line: SettingLine,
  theme: Theme,
  {width, isChosen}: {readonly width: number; readonly isChosen: boolean},
): string {
  if (line.group !== undefined) return theme.paint('text-strong', fit(` ${line.group}`, width));
  const {row} = line;
  const {field, changed, value, default: usual} = row;
  const widths = widthsOf(width);
  const name = fit(field, widths.name - 1);
  const now = inColumn(shownValue(row, value), widths.value - 1);
  const initially = inColumn(shownValue(row, usual), widths.usual);
  const mark = `${isChosen ? '>' : ' '} ${changed ? '*' : ' '}`;
  if (isChosen) return theme.paint('selected', `${mark}${name} ${now} ${initially}`);
  return (
    theme.paint('text-warn', mark) +
    theme.paint('text-plain', `${name} `) +
    theme.paint(changed ? 'text-warn' : 'text-plain', `${now} `) +
    theme.paint('text-dim', initially)
  );
}

/** A number that is cut would be another number: where there is no room its size in brackets goes first. */
function inColumn(text: string, width: number): string {
  return fit((widthOf(text) > width ? text.replace(/ \([^ ]*\)$/, '') : text) || '-', width);
}

/** What it is for, what it is, and who changed a setting last; the last of it always has its line. */
function detailLines(model: Model, theme: Theme, {width, height}: Area): readonly string[] {
  const row = chosenRow(model.views.settings);
  const title = drawLine(theme, {
    left: [['pane-title', row ? ` ${row.field}: ${row.label}` : '']],
    width,
    fill: 'pane-title',
  });
  const told = row
    ? [
        ...wrapText(row.help, width - 4).map((text) => ['text-plain', text] as const),
        ...wrapText(
          `Now ${shownValue(row, row.value) || 'unset'}; default ${shownValue(row, row.default) || 'none'}.`,
          width - 4,
        ).map((text) => ['text-dim', text] as const),
      ]
    : [];
  const audit = lastChange(model);
  const room = height - 1 - audit.length;
  const body = Array.from({length: room}, (_, i) => {
    const [style, text] = told[i] ?? (['text-plain', ''] as const);
    return theme.paint(style, fit(`  ${text}`, width));
  });
  return [title, ...body, ...audit.map((text) => theme.paint('text-info', fit(`  ${text}`, width)))];
}

/** As the ops log has it: who, from where, what. */
function lastChange({log}: Model): readonly string[] {
  const record = log.findLast(({text}) => / via \S+: settings\.(set|unset) /.test(text));
  const change = log.findLast(({text}) => text.startsWith('Setting '));
  return [change, record].flatMap((line) => (line ? [`${timeOfDay(line.at)} ${line.text}`] : []));
}
