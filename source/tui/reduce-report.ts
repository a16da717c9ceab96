import type {TableAnswer, TableName, TableRow} from '../control/query.ts';
import type {BuildEvent, StampedEvent} from '../engine/event.ts';
import {progress} from '../engine/progress.ts';
import type {Report} from './change.ts';
import type {LogLine, Model, Table} from './model.ts';
import {resettle} from './reduce-gesture.ts';
import {haystackOf, matchesOf} from './search.ts';
import {wordsOf} from './words.ts';

const longestLog = 500;

/** News from the engine or from time, taken into the model. */
export function reduceReport(model: Model, report: Report): Model {
  switch (report.type) {
    case 'heard':
      return hear(model, report.event);
    case 'told':
      return {...model, status: report.status, progress: report.status.progress, progressAt: report.status.now};
    case 'loaded':
      return load(model, report.table, report.answer);
    case 'counted':
      return {...model, funnel: report.funnel};
    case 'connected':
      return {...model, connection: {state: 'connected'}};
    case 'lost':
      // The first moment counts: later attempts that fail are the same outage.
      if (model.connection.state === 'lost') return model;
      return {...model, connection: {state: 'lost', since: model.now, because: report.because}};
    case 'noted':
      return {...model, log: withLine(model.log, report.line)};
    case 'ticked':
      return {...model, now: report.now};
  }
}

function hear(model: Model, stamped: StampedEvent): Model {
  const words = wordsOf(stamped.event);
  const {event} = stamped;
  const series = seriesOf(event);
  const line: LogLine | undefined = words && {at: stamped.at, ...words, ...(series ? {series} : {})};
  return {
    ...model,
    beats: event.type === 'heartbeat' ? model.beats + 1 : model.beats,
    log: line ? withLine(model.log, line) : model.log,
    // A replayed tail is older than the status that came before it, which has it counted already.
    progress: stamped.at >= model.progressAt ? progress(model.progress, stamped) : model.progress,
  };
}

/** Hundreds of these come in a build; each replaces the one before it, and the line says how many it stands for. */
function seriesOf(event: BuildEvent): string | undefined {
  if (event.type === 'batch.saved') return `${event.buildId} ${event.pass} ${event.provider}`;
  if (event.type === 'symbol.blocklisted' || event.type === 'symbol.recovered') return event.type;
  return event.type === 'symbol.carried' || event.type === 'symbol.suspected' ? event.type : undefined;
}

/** Series that run side by side take turns, so the line to replace may stand a little above the last. */
const seriesReach = 4;

function withLine(log: readonly LogLine[], line: LogLine): readonly LogLine[] {
  const from = Math.max(0, log.length - seriesReach);
  const place = line.series === undefined ? -1 : log.findIndex((old, i) => i >= from && old.series === line.series);
  if (place === -1) return [...log.slice(-longestLog + 1), line];
  const times = (log[place]?.times ?? 1) + 1;
  return [...log.slice(0, place), ...log.slice(place + 1), {...line, times}];
}

/** The same version comes without rows, and then nothing has changed. */
function load(model: Model, name: TableName, answer: TableAnswer): Model {
  const earlier = model.tables[name];
  const table: Table = {
    version: answer.version,
    ...(answer.rows ? searchable(answer.rows) : {rows: earlier.rows, haystacks: earlier.haystacks}),
    ...(answer.sentence ? {sentence: answer.sentence} : {}),
  };
  const loaded = {...model, tables: {...model.tables, [name]: table}};
  return resettle(answer.rows ? rematched(loaded, name) : loaded, name);
}

function searchable(rows: readonly TableRow[]): Pick<Table, 'rows' | 'haystacks'> {
  const sorted = sortedBySymbol(rows);
  return {rows: sorted, haystacks: sorted.map(haystackOf)};
}

/** All panes in one order, whatever order a live file is in: that is what makes them comparable side by side. */
function sortedBySymbol(rows: readonly TableRow[]): readonly TableRow[] {
  const isSorted = rows.every((row, i) => i === 0 || (rows[i - 1]?.symbol ?? '') <= row.symbol);
  return isSorted ? rows : rows.toSorted((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));
}

function rematched(model: Model, name: TableName): Model {
  if (!model.search?.matches) return model;
  const matches = matchesOf(model.tables[name].haystacks, model.search.text) ?? [];
  return {...model, search: {...model.search, matches: {...model.search.matches, [name]: matches}}};
}
