import {widthOf} from './cell-text.ts';
import {pairWords} from './comparison.ts';
import {isSearched} from './draw-pane-title.ts';
import {count} from './figures.ts';
import {tables} from './layout.ts';
import {type Model, rowsShown} from './model.ts';
import {isReadingReasons, readingReasons} from './reasons-due.ts';
import {type Segment, typingSegments} from './segments.ts';

/** What the tables are searched for and compared by, and what that came to; nothing when they are not. */
export function lookWords(model: Model): readonly Segment[] {
  return [...searchWords(model), ...comparisonWords(model)];
}

function searchWords(model: Model): readonly Segment[] {
  const {search} = model;
  if (!search) return [];
  const found = isSearched(model) ? `  ${hits(model)}` : '';
  const [unread, ...more] = search.query?.unread ?? [];
  return [
    ['prompt', ' /'],
    ...(search.isEditing
      ? typingSegments({...search, text: tailOf(search.text, model.size.columns - widthOf(found) - 4)})
      : ([['prompt', search.text]] satisfies readonly Segment[])),
    // One after the other, for the line has no room for several.
    ...(unread === undefined
      ? []
      : ([
          ['text-warn', `  ${unread}${more.length > 0 ? ` (${more.length} more)` : ''}`],
        ] satisfies readonly Segment[])),
    ...(found === '' ? [] : ([['text-plain', found]] satisfies readonly Segment[])),
    ['text-dim', search.isEditing ? '  Enter keeps, Esc clears' : '  n next, N previous, Esc clears'],
  ];
}

/** The end of a long text is where the person types. */
function tailOf(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && widthOf(letters.join('')) > room - 3) letters.shift();
  return `...${letters.join('')}`;
}

/** By the numbers of the panes. */
function hits(model: Model): string {
  if (isReadingReasons(model)) return readingReasons;
  return `hits ${tables.map((table, i) => `${i + 1}:${count(rowsShown(model, table).count)}`).join(' ')}`;
}

function comparisonWords({comparison, reasons, search}: Model): readonly Segment[] {
  if (!comparison) return [];
  const {pair, whys} = comparison;
  const reading = reasons?.session
    ? `  reasons of ${reasons.session}`
    : `  ${reasons?.sentence ?? 'reading the reasons'}`;
  return [
    ['prompt', `${search ? '  ' : ' '}${count(whys.size)} in ${pair.table}, ${pairWords(pair)}`],
    [reasons?.sentence ? 'text-warn' : 'text-dim', pair.table === 'blocklist' ? '' : reading],
    ['text-dim', search ? '  c next ' : '  c next, Esc ends '],
    ['text-dim', ' o other table, w other side '],
  ];
}
