import type {HistoryRow} from '../../control/history-row.ts';
import {count, duration} from '../figures.ts';
import type {Model} from '../model.ts';
import {themeNamed} from '../theme.ts';
import {aboutWords, emptySentence, gapSentence, nightsWords} from './draw-history.ts';
import {drawNightDiff} from './draw-night-diff.ts';
import {type HistoryItem, itemAtCursor, itemsOf} from './history-state.ts';
import {readable} from './readable.ts';
import type {Area} from './view.ts';

/** Who wants to hear more goes on with the cursor. */
const mostListed = 20;

/** The kept nights as sentences, newest first, and the one at the cursor; two nights side by side as they are drawn. */
export function sayHistory(model: Model, area: Area): readonly string[] {
  const {history} = model.views;
  if (history.diff) return readable(drawNightDiff(history.diff, themeNamed('mono'), area));
  const items = itemsOf(history.rows ?? []);
  const chosen = itemAtCursor(history);
  return [
    ...(history.rows ? [`${nightsWords(history.rows)}.`] : []),
    ...(items.length === 0 ? [emptySentence(model)] : items.slice(0, mostListed).map(sayItem)),
    ...(items.length > mostListed ? [`And ${count(items.length - mostListed)} more; j and k read on.`] : []),
    ...(chosen ? [`At the cursor: ${sayItem(chosen)}`, aboutWords(chosen).text] : []),
  ];
}

function sayItem(item: HistoryItem): string {
  return item.kind === 'gap' ? `${gapSentence(item)}.` : sayNight(item.row);
}

function sayNight({night, buildId, records, change, making, pending}: HistoryRow): string {
  if (buildId === 'unreadable') return `${night}: unreadable.`;
  const facts = [
    `${count(records)} symbols`,
    ...(change
      ? [
          `${count(change.added)} in`,
          `${count(change.removed)} out`,
          `turnover ${(change.turnover * 100).toFixed(2)} %`,
          `${count(change.newlyBlocked)} blocked`,
          `${count(change.recovered)} recovered`,
        ]
      : []),
    ...(pending ? ['its changes are still being counted'] : []),
    ...(making?.durationMs === undefined ? [] : [`took ${duration(making.durationMs)}`]),
    ...(making?.calls === undefined ? [] : [`${count(making.calls)} calls`]),
  ];
  return `${night}: ${facts.join(', ')}.`;
}
