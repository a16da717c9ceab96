import type {BuildEvent, StampedEvent} from '../engine/event.ts';
import {count} from './figures.ts';
import type {LogLine} from './model.ts';
import {type Words, wordsOf} from './words.ts';

/** A night with a source that fails and is asked again takes some hundreds of lines; this is enough to read it back. */
const longestLog = 2000;
/** A first night blocks some seven hundred symbols; a screen that stands open for weeks must not keep every one that it ever heard of. */
const mostBefore = 1000;
/** Series that run side by side take turns, so the line to replace may stand a little above the last. */
const seriesReach = 8;

/** An event as a line of the log; nothing for those that the header shows better. */
export function lineOf({at, event}: Pick<StampedEvent, 'at' | 'event'>): LogLine | undefined {
  const words = verdictWords(event) ?? wordsOf(event);
  const series = seriesOf(event);
  return words && {at, ...words, ...(series ? {series} : {})};
}

/** What a line says, with how many others of its series it stands for; a batch counts itself. */
export function logSentence({text, series, times = 1}: LogLine): string {
  const others = times - 1;
  return series?.startsWith('symbol.') && others > 0 ? `${text} And ${count(others)} before it.` : text;
}

/** Stands before the time of a line: colour alone would tell nothing to whoever sees or keeps none. */
export function levelSign({tone}: LogLine): '!' | 'x' | ' ' {
  return tone === 'bad' ? 'x' : tone === 'warn' ? '!' : ' ';
}

const levelWords: Readonly<Record<ReturnType<typeof levelSign>, string>> = {'!': 'Warning: ', x: 'Alarm: ', ' ': ''};

/** The line to be heard. */
export function saidLine(line: LogLine): string {
  return `${levelWords[levelSign(line)]}${logSentence(line)}`;
}

export function withLine(log: readonly LogLine[], line: LogLine): readonly LogLine[] {
  if (isOfAnotherDay(log.at(-1), line)) return withLine([...log, dayLine(line)], line);
  const from = Math.max(0, log.length - seriesReach);
  const place = line.series === undefined ? -1 : log.findIndex((old, i) => i >= from && old.series === line.series);
  // A seal brings twelve thousand of these in a moment: one plain copy each, and no spreading.
  const lines = place === -1 ? log.slice(-longestLog + 1) : log.slice();
  const [replaced] = place === -1 ? [] : lines.splice(place, 1);
  lines.push(replaced ? inPlaceOf(replaced, line) : line);
  return lines;
}

/** Of blocks and the like each tells of another symbol, and the newest are kept; of batches the last says it all, of verdicts there are thousands. */
function inPlaceOf(replaced: LogLine, line: LogLine): LogLine {
  const times = (replaced.times ?? 1) + 1;
  if (line.series === undefined || !ofSymbols.has(line.series)) return {...line, times};
  return {...line, times, before: [...(replaced.before ?? []).slice(1 - mostBefore), aloneOf(replaced)]};
}

const alone = new WeakMap<LogLine, LogLine>();

/** A line by itself; the same one every time, for one of them may be held. */
function aloneOf(line: LogLine): LogLine {
  if (line.before === undefined) return line;
  const {times: _times, before: _before, ...plain} = line;
  const kept = alone.get(line) ?? plain;
  alone.set(line, kept);
  return kept;
}

/** A line that stands for others as all that are kept of them, oldest first. */
export function unfolded(line: LogLine): readonly LogLine[] {
  return [...(line.before ?? []), aloneOf(line)];
}

/** Lines have a time of day; the day stands between them. */
function isOfAnotherDay(last: LogLine | undefined, {at}: LogLine): boolean {
  return last !== undefined && last.at.slice(0, 10) < at.slice(0, 10);
}

function dayLine({at}: LogLine): LogLine {
  return {at: `${at.slice(0, 10)}T00:00:00.000Z`, tone: 'dim', text: `${at.slice(0, 10)}, a new day in UTC.`};
}

/** Before the lines so far, what was said before the engine began, or while this screen had none; nothing where nothing was. */
export function withRecalled(
  log: readonly LogLine[],
  said: readonly Pick<StampedEvent, 'at' | 'event'>[],
  {since, isHeld}: {readonly since: string; readonly isHeld: boolean},
): readonly LogLine[] {
  const lines = said.flatMap((one) => lineOf(one) ?? []).reduce(withLine, [] as readonly LogLine[]);
  if (lines.length === 0) return log;
  const now = isHeld
    ? 'This engine began. What stands above was said before it.'
    : 'No engine runs here: this is from the log.';
  const begun: LogLine = {at: since, tone: 'dim', text: now};
  return [...[...lines, begun].map((line) => ({...line, isRecalled: true})), ...log].slice(-longestLog);
}

/** Thousands come at every seal: a line of its own for each would be noise, one that counts them is news. */
function verdictWords(event: BuildEvent): Words | undefined {
  if (event.type === 'symbol.admitted') return {tone: 'plain', text: `${event.symbol} admitted.`};
  if (event.type !== 'symbol.rejected') return undefined;
  const rules = event.reasons.map(({rule}) => rule).join(', ');
  return {tone: 'dim', text: `${event.symbol} not admitted${rules === '' ? '' : `: ${rules}`}.`};
}

const ofSymbols: ReadonlySet<string> = new Set<BuildEvent['type']>([
  'symbol.blocklisted',
  'symbol.recovered',
  'symbol.carried',
  'symbol.suspected',
]);

/** Hundreds of these come in a build; each replaces the one before it, and the line says how many it stands for. */
function seriesOf(event: BuildEvent): string | undefined {
  switch (event.type) {
    case 'batch.saved':
      return `${event.buildId} ${event.pass} ${event.provider}`;
    case 'symbol.admitted':
    case 'symbol.rejected':
      return `${event.type} ${event.buildId}`;
    default:
      return ofSymbols.has(event.type) ? event.type : undefined;
  }
}
