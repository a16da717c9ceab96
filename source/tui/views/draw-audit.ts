import type {AuditedLine} from '../../control/audit-lines.ts';
import {actText} from '../../control/audit-pairs.ts';
import {asksForEvents} from '../../control/event-line.ts';
import {fit, widthOf, wrapText} from '../cell-text.ts';
import {count} from '../figures.ts';
import type {Model} from '../model.ts';
import {settle, thumbOf} from '../pane-window.ts';
import {drawLine, typingSegments} from '../segments.ts';
import {type Style, type Theme, textStyle} from '../theme.ts';
import {bad, dim, type Words, warn} from '../tone-words.ts';
import {auditLayout} from './audit-layout.ts';
import {mostLines} from './audit-reading.ts';
import type {AuditState} from './audit-state.ts';
import {fitIndented} from './fit-indented.ts';
import {stamp} from './history-columns.ts';
import type {Area} from './view.ts';

/** How the chains are, then what people did, newest first. */
export function drawAudit(model: Model, theme: Theme, area: Area): readonly string[] {
  const {width} = area;
  const {audit} = model.views;
  const {chain, list} = auditLayout(model, area);
  const {cursor, top} = settle(audit.window, {count: audit.lines.length, height: list});
  const thumb = thumbOf(top, {count: audit.lines.length, height: list});
  const empty = audit.lines.length === 0 ? emptyLines(audit, width) : [];
  const body = Array.from({length: list}, (_, i) => {
    const track = i >= thumb.from && i < thumb.to ? theme.paint('thumb', ' ') : theme.paint('track', '|');
    const line = audit.lines[top + i];
    if (!line) return theme.paint('text-dim', fitIndented(empty[i] ?? '', width - 1)) + track;
    return theme.paint(top + i === cursor ? 'selected' : styleOf(line), rowText(line, width - 1)) + track;
  });
  return [
    titleLine(audit, theme, width),
    ...chain.map(({tone, text}) => theme.paint(textStyle(tone), fitIndented(` ${text}`, width))),
    theme.paint(
      'column-title',
      cells({at: 'when (UTC)', actor: 'who', action: 'did', stage: 'stage', text: 'what'}, width),
    ),
    ...body,
    lastLine(audit, theme, {width, cursor}),
  ];
}

/** How many there are; beginning and end of an act are one row. */
export function recordsWords({lines, before, isRead, filter}: AuditState): string {
  if (!isRead) return '...';
  const records = lines.reduce((sum, {begun = []}) => sum + 1 + begun.length, 0);
  const rows = records === lines.length ? '' : ` in ${count(lines.length)} row${lines.length === 1 ? '' : 's'}`;
  const what = filter.wish.events ? ' of all events' : '';
  return `${count(records)}${before ? '+' : ''} record${records === 1 && !before ? '' : 's'}${what}${rows}`;
}

function titleLine(audit: AuditState, theme: Theme, width: number): string {
  const {text} = audit.filter;
  const style: Style = 'pane-title-focused';
  return drawLine(theme, {
    left: [
      [style, ` AUDIT  ${recordsWords(audit)}${text === '' ? '' : ', only '} `],
      ['badge-warn', text === '' ? '' : ` ${text} `],
    ],
    width,
    fill: style,
  });
}

/** The stage is a word as well: colour only helps to find it. */
function styleOf({stage}: AuditedLine): Style {
  if (stage === 'failed') return 'text-bad';
  return stage === 'intended' ? 'text-dim' : 'text-plain';
}

function rowText(line: AuditedLine, width: number): string {
  const {at, actor, action, stage} = line;
  return cells({at: stamp(at), actor, action, stage, text: actText(line)}, width);
}

type Cells = Readonly<Record<'at' | 'actor' | 'action' | 'stage' | 'text', string>>;

function cells({at, actor, action, stage, text}: Cells, width: number): string {
  const [who, did, how] = width < 100 ? [10, 14, 8] : width < 160 ? [14, 19, 10] : [20, 22, 10];
  const front = ` ${fit(at, 19)} ${fit(actor, who)} ${fit(action, did)} ${fit(stage, how)} `;
  return front + fit(text, width - widthOf(front));
}

function emptyLines(audit: AuditState, width: number): readonly string[] {
  return ['', ...wrapText(emptyWords(audit), width - 4).map((line) => `  ${line}`)];
}

/** Why no record is listed. */
export function emptyWords({isRead, before, filter}: AuditState): string {
  if (!isRead || before) return 'Reading the logs from their ends.';
  const {text, wish} = filter;
  if (asksForEvents(wish))
    return text === '' ? 'Nothing is in the logs yet.' : `Nothing in the logs is ${text}. Esc shows everything again.`;
  if (text === '') return 'Nobody has done anything here yet. e shows what happens by itself too.';
  return `No deed of a person is ${text}. e looks among all events, Esc shows every deed again.`;
}

/** The field while somebody types, else where one is. */
function lastLine(audit: AuditState, theme: Theme, {width, cursor}: {width: number; cursor: number}): string {
  if (audit.typing !== undefined) {
    return drawLine(theme, {
      left: [
        ['prompt', ' filter: '],
        ...typingSegments({...audit.typing, text: tailOf(audit.typing.text, width - 20)}),
        ['text-dim', audit.typing.text === '' ? '  actor: action: provider: symbol: since: until: words' : ''],
      ],
      right: [['text-dim', ' Enter applies, Esc clears ']],
      width,
      fill: 'text-plain',
    });
  }
  const {tone, text} = placeWords(audit, cursor);
  return theme.paint(textStyle(tone), fitIndented(` ${text}`, width));
}

/** The end of a long filter is where the person types. */
function tailOf(text: string, room: number): string {
  let shown = text;
  while (widthOf(shown) > room) shown = shown.slice(1);
  return shown;
}

/** Where the cursor is among them, and how much of the logs that is. */
export function placeWords({lines, before, searchedTo, sentences, filter}: AuditState, cursor: number): Words {
  if (sentences.length > 0) return bad(sentences.join(' '));
  if (searchedTo !== undefined && before) return warn(`Searched back to ${stamp(searchedTo)}, going on.`);
  if (lines.length === 0) return dim('');
  const here = `Row ${count(cursor + 1)} of ${count(lines.length)}${before ? ' read so far' : ''}, newest first.`;
  if (!before)
    return dim(
      `${here} These are all ${asksForEvents(filter.wish) ? '' : 'deeds '}that the logs keep${filter.text === '' ? '' : ' of it'}.`,
    );
  return lines.length < mostLines
    ? dim(here)
    : warn(`${here} Narrow it with f, such as until:${lines.at(-1)?.at.slice(0, 10)}.`);
}
