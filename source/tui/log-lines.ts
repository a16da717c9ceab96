import type {BuildEvent, StampedEvent} from '../engine/event.ts';
import {count} from './figures.ts';
import type {LogLine} from './model.ts';
import {type Words, wordsOf} from './words.ts';

/** A night with a source that fails and is asked again takes some hundreds of lines; this is enough to read it back. */
const longestLog = 2000;
/** Series that run side by side take turns, so the line to replace may stand a little above the last. */
const seriesReach = 8;

/** An event as a line of the log; nothing for those that the header shows better. */
export function lineOf({at, event}: StampedEvent): LogLine | undefined {
  const words = verdictWords(event) ?? wordsOf(event);
  const series = seriesOf(event);
  return words && {at, ...words, ...(series ? {series} : {})};
}

/** What a line says, with how many others of its series it stands for; a batch counts itself. */
export function logSentence({text, series, times = 1}: LogLine): string {
  const others = times - 1;
  return series?.startsWith('symbol.') && others > 0 ? `${text} And ${count(others)} before it.` : text;
}

export function withLine(log: readonly LogLine[], line: LogLine): readonly LogLine[] {
  const from = Math.max(0, log.length - seriesReach);
  const place = line.series === undefined ? -1 : log.findIndex((old, i) => i >= from && old.series === line.series);
  // A seal brings twelve thousand of these in a moment: one plain copy each, and no spreading.
  const lines = place === -1 ? log.slice(-longestLog + 1) : log.slice();
  const [replaced] = place === -1 ? [] : lines.splice(place, 1);
  lines.push(replaced ? {...line, times: (replaced.times ?? 1) + 1} : line);
  return lines;
}

/** Thousands come at every seal: a line of its own for each would be noise, one that counts them is news. */
function verdictWords(event: BuildEvent): Words | undefined {
  if (event.type === 'symbol.admitted') return {tone: 'plain', text: `${event.symbol} admitted.`};
  if (event.type !== 'symbol.rejected') return undefined;
  const rules = event.reasons.map(({rule}) => rule).join(', ');
  return {tone: 'dim', text: `${event.symbol} not admitted${rules === '' ? '' : `: ${rules}`}.`};
}

/** Hundreds of these come in a build; each replaces the one before it, and the line says how many it stands for. */
function seriesOf(event: BuildEvent): string | undefined {
  switch (event.type) {
    case 'batch.saved':
      return `${event.buildId} ${event.pass} ${event.provider}`;
    case 'symbol.admitted':
    case 'symbol.rejected':
      return `${event.type} ${event.buildId}`;
    case 'symbol.blocklisted':
    case 'symbol.recovered':
    case 'symbol.carried':
    case 'symbol.suspected':
      return event.type;
    default:
      return undefined;
  }
}
