import {sentenceOf} from '../../failure.ts';
import {whyNot} from '../asking.ts';
import type {Key} from '../key-input.ts';
import {actOf} from '../keys.ts';
import type {Model} from '../model.ts';
import {ownActOf} from '../own-keys.ts';
import {isMotion, type Motion, move, settle} from '../pane-window.ts';
import type {Response} from '../press.ts';
import {refusal} from '../refusal.ts';
import {viewArea} from '../view-area.ts';
import {diffLines} from './draw-night-diff.ts';
import {historyLayout} from './history-layout.ts';
import {
  type HistoryItem,
  itemAtCursor,
  itemsOf,
  learnDiff,
  measures,
  noNights,
  type OpenDiff,
  withHistory,
} from './history-state.ts';
import {entryAt} from './list-place.ts';
import {rollbackQuestion} from './rollback-question.ts';

export function pressInHistory(model: Model, key: Key): Response | undefined {
  const {diff} = model.views.history;
  if (diff) return pressInDiff(model, diff, key);
  switch (ownActOf('history', key.name)) {
    case 'diff':
      return diffWithBefore(model);
    case 'diff-newest':
      return diffWithNewest(model);
    case 'measure':
      return edit((now) => withHistory(now, {measure: nextMeasure(now)}));
    case 'roll-back':
      return rollback(model);
    case undefined: {
      const act = actOf(key.name);
      return act && isMotion(act) ? edit((now) => moved(now, act)) : undefined;
    }
  }
}

/** The night on this line of the view. */
export function clickInHistory(model: Model, line: number): Response | undefined {
  const {rows = [], window, diff} = model.views.history;
  const items = itemsOf(rows);
  const {first, list} = historyLayout(viewArea(model));
  const {top} = settle(window, {count: items.length, height: list});
  const cursor = entryAt({first, listed: list, top}, line);
  const item = cursor === undefined ? undefined : items[cursor];
  if (diff || cursor === undefined || !item) return undefined;
  const night = item.kind === 'night' ? {symbol: item.row.night} : {};
  return edit((now) => withHistory(now, {window: {top, cursor, ...night}}));
}

function pressInDiff(model: Model, diff: OpenDiff, key: Key): Response | undefined {
  if (key.name === 'escape' || key.name === 'enter' || key.name === 'd') return edit(closed);
  if (ownActOf('history', key.name) === 'roll-back') return rollback(model);
  const act = actOf(key.name);
  if (!act || !isMotion(act)) return undefined;
  const {width, height} = viewArea(model);
  const room = height - 1;
  const count = diffLines(diff, width).length;
  // A text is scrolled, not walked through: its top goes where a cursor would.
  const {cursor} = move({cursor: diff.top, top: diff.top}, act, {count: Math.max(1, count - room + 1), height: room});
  return edit((now) =>
    now.views.history.diff ? withHistory(now, {diff: {...now.views.history.diff, top: cursor}}) : now,
  );
}

function closed(model: Model): Model {
  const {diff: _diff, ...rest} = model.views.history;
  return {...model, views: {...model.views, history: rest}};
}

function moved(model: Model, motion: Motion): Model {
  const {rows = [], window} = model.views.history;
  const items = itemsOf(rows);
  const next = move(window, motion, {count: items.length, height: historyLayout(viewArea(model)).list});
  const item = items[next.cursor];
  return withHistory(model, {window: {...next, ...(item?.kind === 'night' ? {symbol: item.row.night} : {})}});
}

function nextMeasure(model: Model): (typeof measures)[number] {
  const place = measures.indexOf(model.views.history.measure);
  return measures[(place + 1) % measures.length] ?? 'size';
}

function diffWithBefore(model: Model): Response {
  const found = nightAt(model);
  if (typeof found === 'string') return say(found);
  const {rows = []} = model.views.history;
  const before = rows.find(({night}) => night < found.night);
  if (!before) return say(`${found.night} is the first kept night: there is none before it to compare with.`);
  return openDiff(before.night, found.night);
}

function diffWithNewest(model: Model): Response {
  const found = nightAt(model);
  if (typeof found === 'string') return say(found);
  const newest = model.views.history.rows?.[0];
  if (!newest || newest.night === found.night)
    return say(`${found.night} is the newest night; Enter compares it with the one before.`);
  return openDiff(found.night, newest.night);
}

function openDiff(from: string, to: string): Response {
  const diff: OpenDiff = {from, to, top: 0};
  return {
    type: 'run',
    work: async ({control, apply}) => {
      apply({type: 'edited', edit: (model) => withHistory(model, {diff})});
      try {
        const answer = await control.query({name: 'diff', from, to});
        apply({type: 'edited', edit: learnDiff(diff, {answer})});
      } catch (thrown) {
        apply({type: 'edited', edit: learnDiff(diff, {sentence: sentenceOf(thrown)})});
      }
    },
  };
}

function rollback(model: Model): Response {
  const found = nightAt(model);
  if (typeof found === 'string') return say(found);
  if (isSealedNow(model, found)) return say(`The night of ${found.night} is the sealed universe already.`);
  const because = whyNot(model, 'rollback');
  return because ? refusal(because) : {type: 'opened', overlay: {kind: 'ask', ask: rollbackQuestion(model, found)}};
}

/** One that is not as it was sealed can be had back. */
/** Whether the sealed universe is that of this seal, and whole. */
export function isSealedNow({status}: Model, {buildId}: {readonly buildId: string}): boolean {
  const isWhole = status?.files.some(({name, state}) => name === 'final' && state === 'whole');
  return isWhole === true && status?.sealed?.buildId === buildId;
}

/** The night under the cursor, or why there is none. */
function nightAt(model: Model): Extract<HistoryItem, {kind: 'night'}>['row'] | string {
  const item = itemAtCursor(model.views.history);
  if (!model.views.history.rows) return 'The nights are still being read; press the key again in a moment.';
  if (!item) return noNights(model).short;
  if (item.kind === 'gap') return 'No universe was sealed for these sessions.';
  return item.row.buildId === 'unreadable'
    ? `The night of ${item.row.night} cannot be read. ${item.row.sentence ?? ''}`.trim()
    : item.row;
}

function edit(change: (model: Model) => Model): Response {
  return {type: 'edited', edit: change};
}

function say(text: string): Response {
  return {type: 'say', tone: 'warn', text};
}
