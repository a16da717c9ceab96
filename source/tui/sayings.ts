import {columnsOf} from './columns.ts';
import {count, percent} from './figures.ts';
import {tables} from './layout.ts';
import {saidLine} from './log-lines.ts';
import {type Model, rowsShown} from './model.ts';
import {noticesOf} from './notices.ts';
import {kindOf} from './overlays/registry.ts';
import {isReadingReasons, readingReasons} from './reasons-due.ts';
import {tableSayings} from './say-tables.ts';
import {isSecretShown} from './secret-shown.ts';
import {situationOf} from './situation.ts';
import {themeNamed} from './theme.ts';
import {readable} from './views/readable.ts';
import {views} from './views/registry.ts';
import type {View} from './views/view.ts';

/** Cells that views and overlays are drawn for when they are read: wide enough to cut nothing, and of no terminal. */
const page = {width: 160, height: 60} as const;

/** What is said when it opens, and again with ^L. */
export function whereWeAre(model: Model): readonly string[] {
  const {title} = model;
  return [
    `symbol-universe${title.sample ? ', sample market' : ''}, in ${title.root}.`,
    stateOf(model),
    ...noticesOf(model).map(({text}) => text),
    paneOf(model),
    ...(isRead(model) ? [rowOf(model)] : []),
    ...viewLines(model),
    ...overlayLines(model),
    'Question mark reads the keys.',
  ];
}

/** What a change of the model has to tell, each thing once. `isPressed` where a person's key made it: what goes on by itself is told by the log. */
export function sayings(before: Model, after: Model, isPressed: boolean): readonly string[] {
  const said: string[] = [];
  if (situationOf(before).badge !== situationOf(after).badge || passOf(before) !== passOf(after))
    said.push(stateOf(after));
  const noticed = new Set(noticesOf(before).map(({text}) => text));
  said.push(...noticesOf(after).flatMap(({text}) => (noticed.has(text) ? [] : [text])));
  said.push(...tenthOf(before, after));
  if (after.view !== before.view) said.push(`View: ${viewOf(after).title}.`);
  if (isPressed || after.view !== before.view || partsRead(after) > partsRead(before))
    said.push(...fresh(viewLines(before), viewLines(after)));
  said.push(...fresh(overlayLines(before), overlayLines(after)));
  if (before.overlay && !after.overlay) said.push('Closed.');
  if (after.focus !== before.focus) said.push(paneOf(after));
  said.push(...tableSayings(before, after));
  // While a person types, what is found so far is told by `searchSaid` once the typing rests.
  if (isTypingSearch(before) && !isTypingSearch(after)) said.push(...searchSaid(after));
  else if (!isTypingSearch(after)) {
    if (searchOf(after) !== searchOf(before)) said.push(searchOf(after));
    if (placeOf(after) !== placeOf(before) && !isReadingReasons(after)) said.push(rowOf(after));
  }
  if (after.toast && after.toast !== before.toast) said.push(after.toast.text);
  return said;
}

/** A search that is being typed: each letter would be cut off by the next. */
export function isTypingSearch({search}: Model): boolean {
  return search?.isEditing === true;
}

/** What a search has found so far, and where that leaves the person. */
export function searchSaid(model: Model): readonly string[] {
  return [searchOf(model), ...(model.search?.text && !isReadingReasons(model) ? [rowOf(model)] : [])];
}

/** News of the log that a person would look up for; the rest would drown what matters. */
export function newsOf(before: Model, after: Model): readonly string[] {
  const kept = new Set(before.log);
  // Not the last line of before: another of its series may have taken its place.
  return after.log.slice(after.log.findLastIndex((line) => kept.has(line)) + 1).flatMap((line) => {
    const {tone, series, isRecalled} = line;
    const isNews = tone === 'good' || tone === 'info' || tone === 'warn' || tone === 'bad';
    return series === undefined && !isRecalled && isNews ? [saidLine(line)] : [];
  });
}

function stateOf(model: Model): string {
  const {badge, sentence} = situationOf(model);
  return `${badge}: ${sentence}`;
}

function passOf({progress}: Model): string {
  return progress.state === 'running' ? String(progress.current) : '';
}

/** A long pass is heard of ten times. */
function tenthOf(before: Model, after: Model): readonly string[] {
  const of = ({progress}: Model): {tenth: number; words: string} => {
    const pass = progress.state === 'running' && progress.passes.find((one) => one.pass === progress.current);
    if (!pass || pass.total === 0) return {tenth: 0, words: ''};
    const tenth = Math.floor(percent(pass.done, pass.total) / 10);
    return {tenth, words: `${pass.pass}: ${tenth * 10} %, ${count(pass.done)} of ${count(pass.total)}.`};
  };
  const {tenth, words} = of(after);
  return tenth > of(before).tenth && passOf(before) === passOf(after) ? [words] : [];
}

function paneOf(model: Model): string {
  const {count: rows} = rowsShown(model, model.focus);
  return `Pane ${tables.indexOf(model.focus) + 1}, ${model.focus}: ${isRead(model) ? `${count(rows)} rows` : 'not read yet'}.`;
}

/** A table that is on its way is not an empty one. */
function isRead({tables: kept, focus}: Model): boolean {
  return kept[focus].version !== undefined;
}

function searchOf(model: Model): string {
  if (!model.search) return 'No search.';
  if (isReadingReasons(model)) return `Search ${model.search.text}: ${readingReasons}.`;
  const {count: rows} = rowsShown(model, model.focus);
  return `Search ${model.search.text === '' ? 'for what?' : `${model.search.text}: ${count(rows)} rows.`}`;
}

/** A cursor that moved, or stayed where another row is now. */
function placeOf(model: Model): string {
  const {cursor} = model.windows[model.focus];
  return `${model.focus} ${rowsShown(model, model.focus).at(cursor)?.symbol ?? ''}`;
}

function rowOf(model: Model): string {
  const rows = rowsShown(model, model.focus);
  const {cursor} = model.windows[model.focus];
  const row = rows.at(cursor);
  if (!row) return 'No row.';
  const facts = columnsOf(model.focus).flatMap(({title, text}) => {
    const value = text(row);
    return title === 'symbol' || value === '' || value === '-' ? [] : [`${title} ${value}`];
  });
  const isMarked = model.marks[model.focus].symbols.has(row.symbol);
  return `${row.symbol}${isMarked ? ', marked' : ''}, row ${count(cursor + 1)} of ${count(rows.count)}: ${facts.join(', ')}.`;
}

function partsRead(model: Model): number {
  return viewOf(model).partsRead?.(model) ?? 0;
}

function viewOf({view}: Model): View {
  return views[view];
}

function viewLines(model: Model): readonly string[] {
  if (model.view === 'tables' || isSecretShown(model)) return [];
  const {say, draw} = viewOf(model);
  return say ? say(model, page) : readable(draw(model, themeNamed('mono'), page));
}

function overlayLines(model: Model): readonly string[] {
  const {overlay} = model;
  if (!overlay) return [];
  if (isSecretShown(model)) return ['A secret is on the screen; it is not read aloud.'];
  const {say, draw} = kindOf(overlay);
  return say ? say(overlay, model) : readable(draw(overlay, themeNamed('mono'), {...page, model}));
}

function fresh(before: readonly string[], after: readonly string[]): readonly string[] {
  const known = new Set(before);
  return after.filter((line) => !known.has(line));
}
