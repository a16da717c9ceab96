import type {TableAnswer, TableName, TableRow} from '../control/query.ts';
import type {StampedEvent} from '../engine/event.ts';
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
  const line: LogLine | undefined = words && {
    at: stamped.at,
    ...words,
    ...(event.type === 'batch.saved' ? {series: `${event.buildId} ${event.pass} ${event.provider}`} : {}),
  };
  return {
    ...model,
    beats: event.type === 'heartbeat' ? model.beats + 1 : model.beats,
    log: line ? withLine(model.log, line) : model.log,
    // A replayed tail is older than the status that came before it, which has it counted already.
    progress: stamped.at >= model.progressAt ? progress(model.progress, stamped) : model.progress,
  };
}

function withLine(log: readonly LogLine[], line: LogLine): readonly LogLine[] {
  const last = log.at(-1);
  const kept = line.series !== undefined && last?.series === line.series ? log.slice(0, -1) : log;
  return [...kept.slice(-longestLog + 1), line];
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
