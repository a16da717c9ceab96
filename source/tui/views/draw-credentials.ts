import type {CredentialsAnswer} from '../../control/credential-answers.ts';
import {fit, wrapText} from '../cell-text.ts';
import type {Model} from '../model.ts';
import {drawLine, type Segment} from '../segments.ts';
import {type Style, type Theme, textStyle, themeNamed} from '../theme.ts';
import type {Words} from '../tone-words.ts';
import {type ColumnWidths, columnWidths} from './credential-columns.ts';
import {ageOf, endOf, rotationWords, standingOf, verdictOf} from './credential-words.ts';
import {type CredentialLine, cursorIn, linesOf} from './credentials-state.ts';
import {detailLines} from './draw-credential-detail.ts';
import type {ListPlace} from './list-place.ts';
import type {Area} from './view.ts';

const least = {list: 4, detail: 4, warnings: 3} as const;

/** Title, warnings, the list, and everything of what is under the cursor. */
export function drawCredentials(model: Model, theme: Theme, area: Area): readonly string[] {
  const {width, height} = area;
  const state = model.views.credentials;
  const lines = linesOf(state);
  const widths = columnWidths(state.answer, {width, now: model.now});
  const head = [titleLine(state.answer, theme, width), ...noticeLines(model, theme, area)];
  const {listed, top, below, detail} = placeIn(model, theme, area);
  const cursor = cursorIn(lines, state.chosen);
  const blank = ' '.repeat(width);
  const list = Array.from({length: listed}, (_, i) => {
    const line = lines[top + i];
    if (!line || !state.answer)
      return i === 0 && !state.answer ? theme.paint('text-dim', waiting(model, width)) : blank;
    return listLine(line, theme, {answer: state.answer, now: model.now, widths, isChosen: top + i === cursor});
  });
  const under = Array.from({length: below}, (_, i) => detail[i] ?? blank);
  return [...head, columnTitles(theme, widths), ...list, ...under].slice(0, height);
}

/** Where the list stands. */
export function credentialsPlace(model: Model, area: Area): ListPlace {
  return placeIn(model, themeNamed('mono'), area);
}

function placeIn(model: Model, theme: Theme, area: Area) {
  const {width, height} = area;
  const state = model.views.credentials;
  const lines = linesOf(state);
  const first = 2 + noticesAt(model, area).length;
  const room = height - first;
  // A list that jumps at every step could not be read, so what is below it keeps its height, except while values are shown.
  const usual = height < 25 ? least.detail : 8;
  const most = Math.max(least.detail, room - least.list);
  const detail = detailLines(model, theme, {width, height: most});
  const below = Math.min(most, state.shown?.state === 'shown' ? detail.length : usual);
  const listed = Math.max(1, room - below);
  const middle = cursorIn(lines, state.chosen) - Math.floor(listed / 2);
  return {first, listed, top: Math.max(0, Math.min(lines.length - listed, middle)), below, detail};
}

function waiting({views}: Model, width: number): string {
  return fit(views.credentials.sentence === undefined ? '  Reading what is known of the credentials ...' : '', width);
}

function titleLine(answer: CredentialsAnswer | undefined, theme: Theme, width: number): string {
  const facts = answer
    ? `  master key: ${answer.keySource}   ${answer.environment}   ${answer.revision === undefined ? 'no file yet' : `revision ${answer.revision}${answer.stale ? ', STALE' : ''}`}`
    : '';
  return drawLine(theme, {
    left: [
      ['pane-title-focused', ' CREDENTIALS '],
      ['pane-title', facts],
    ],
    right: [
      ['pane-title', ' K new master key '],
      ['pane-title', ' * check all '],
    ],
    width,
    fill: 'pane-title',
  });
}

/** What a person must know before anything else; at most a few lines, for the list must stay usable. */
function noticeLines(model: Model, theme: Theme, area: Area): readonly string[] {
  return noticesAt(model, area).map(({tone, text}) => theme.paint(textStyle(tone), fit(`  ${text}`, area.width)));
}

function noticesAt(model: Model, {width, height}: Area): readonly Words[] {
  const words = noticesIn(model);
  const most = Math.max(least.warnings, Math.floor(height / 4));
  const wrapped = words.flatMap(({tone, text}) => wrapText(text, width - 4).map((line): Words => ({tone, text: line})));
  const over = wrapped.length - most;
  return over > 0
    ? [...wrapped.slice(0, most - 1), {tone: 'warn', text: `... ${over + 1} more lines of warnings`}]
    : wrapped;
}

function noticesIn({views, connection}: Model): readonly Words[] {
  const {answer, sentence} = views.credentials;
  const lost: Words = {tone: 'bad', text: 'The engine does not answer; this is what it said last.'};
  const stale: Words = {
    tone: 'warn',
    text: 'Somebody else has changed the secrets file: this is what was known before. r reads it (audited).',
  };
  // The engine's own sentence about a changed file names a command; here there is a key for it.
  const warnings = (answer?.warnings ?? []).filter(
    (text) => !(answer?.stale && text.startsWith('The secrets file was')),
  );
  return [
    ...(connection.state === 'lost' ? [lost] : []),
    ...(sentence === undefined ? [] : [{tone: 'bad' as const, text: `The list could not be read: ${sentence}`}]),
    ...(answer?.locked === undefined
      ? []
      : [{tone: 'bad' as const, text: `The secrets cannot be opened: ${answer.locked}`}]),
    ...(answer?.stale ? [stale] : []),
    ...warnings.map((text): Words => ({tone: 'warn', text})),
  ];
}

function columnTitles(theme: Theme, widths: ColumnWidths): string {
  const {name, rest} = widths;
  const text = `${fit('', widths.mark)}${fit('PROVIDER / FIELD', name)}${fit('VALUE', widths.standing)}${fit('AGE', widths.age)}${fit('ROTATION', widths.rotation)}${fit('ENDS', widths.end)}${fit('WHAT IT SAID LAST', rest)}`;
  return theme.paint('column-title', text);
}

function listLine(
  {row, field}: CredentialLine,
  theme: Theme,
  {answer, now, widths, isChosen}: {answer: CredentialsAnswer; now: number; widths: ColumnWidths; isChosen: boolean},
): string {
  const cell = ({tone, text}: Words, cells: number): Segment => [textStyle(tone), `${fit(text, cells - 1)} `];
  const mark: Segment = ['text-plain', isChosen ? '> ' : '  '];
  const {name, rest} = widths;
  const segments: readonly Segment[] = field
    ? [
        mark,
        ['text-plain', `  ${fit(`${field.label} (${field.field})${field.required ? ' *' : ''}`, name - 3)} `],
        cell(standingOf(row, field), widths.standing),
        ['text-plain', `${fit(ageOf(field, now), widths.age - 1, 'right')} `],
        cell(rotationWords(answer, row, field), widths.rotation),
        cell(endOf(field, now), widths.end),
        ['text-plain', ' '.repeat(rest)],
      ]
    : [
        mark,
        ['text-strong', `${fit(`${row.title} (${row.provider})`, name - 1)} `],
        ['text-dim', `${fit(row.used ? 'used' : 'not used', widths.standing - 1)} `],
        cell(verdictOf(row, now), widths.age + widths.rotation + widths.end),
        ['text-dim', fit((row.silence ?? row.check)?.sentence ?? '', rest)],
      ];
  if (!isChosen) return segments.map(([style, text]) => theme.paint(style, text)).join('');
  return theme.paint('selected' satisfies Style, segments.map(([, text]) => text).join(''));
}
