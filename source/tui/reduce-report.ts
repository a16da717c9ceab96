import type {Status, TableRow} from '../control/query.ts';
import type {StampedEvent} from '../engine/event.ts';
import {progress} from '../engine/progress.ts';
import type {Report} from './change.ts';
import {lineOf, withLine} from './log-lines.ts';
import {withHeldCounted} from './marks.ts';
import {isAskedToQuit, type Model, type Table} from './model.ts';
import {engineAway} from './refusal.ts';
import {withNewRows} from './relist.ts';
import {haystackOf} from './search.ts';
import {withoutExpiredSecrets, withoutSecrets} from './views/credentials-state.ts';

/** News from the engine or from time, taken into the model. */
export function reduceReport(model: Model, report: Report): Model {
  switch (report.type) {
    case 'heard':
      return withoutIdleQuestion(hear(model, report.event));
    case 'told':
      return withoutIdleQuestion(tell(model, report.status));
    case 'refused':
      return {...model, refusal: report.because};
    case 'loaded':
      return load(model, report);
    case 'counted':
      return {...model, funnel: report.funnel};
    case 'connected':
      // Perhaps another engine, with numbers of its own: its word counts from here.
      return {...backAgain(model), progressSeq: 0};
    case 'lost':
      // The first moment counts: later attempts that fail are the same outage.
      if (model.connection.state === 'lost' && !model.connection.isSilent && !report.isGone) return model;
      return {...model, connection: lostBy(model, report)};
    case 'answered':
      return model.connection.state === 'lost' && model.connection.isSilent ? backAgain(model) : model;
    case 'noted':
      return {...model, log: withLine(model.log, report.line)};
    case 'learned':
      return report.edit(model);
    case 'ticked':
      return {...withoutExpiredSecrets(withClockBack(model, report.now), report.now), now: report.now};
  }
}

/** That it does not answer is said no longer than it is true. */
function backAgain({toast, ...model}: Model): Model {
  const isOver = toast?.text.startsWith(engineAway);
  return {...model, connection: {state: 'connected'}, ...(toast && !isOver ? {toast} : {})};
}

/** What is to go by itself does not stay until a clock that was set back is there again: secrets go at once. */
function withClockBack(model: Model, now: number): Model {
  const {toast, ...rest} = model;
  const back = model.now - now;
  if (back <= 0) return model;
  return withoutSecrets(toast ? {...rest, toast: {...toast, until: toast.until - back}} : rest);
}

/** One that was silent and is gone now does not answer since it fell silent. */
function lostBy(
  {connection, now}: Model,
  {because, since = now, isSilent, isGone}: Extract<Report, {type: 'lost'}>,
): Model['connection'] {
  const first = connection.state === 'lost' ? connection.since : since;
  return {state: 'lost', since: first, because, ...(isSilent ? {isSilent} : {}), ...(isGone ? {isGone} : {})};
}

/** Events may be ahead of a status that was under way; whatever is newer counts. */
function tell(model: Model, status: Status): Model {
  const {justSealed, refusal: _answered, ...rest} = model;
  const {files, progress: counted} = status.asOf ?? {files: model.progressSeq, progress: model.progressSeq};
  const isBehind = counted < model.progressSeq;
  // A status that was begun before the seal may have read the sealed file all the same.
  const isSealKnown =
    !justSealed ||
    files >= justSealed.seq ||
    (status.sealed?.buildId === justSealed.buildId && status.unfinished === undefined);
  return {
    ...rest,
    status,
    progress: isBehind ? model.progress : status.progress,
    progressSeq: Math.max(counted, model.progressSeq),
    ...(isSealKnown ? {} : {justSealed}),
  };
}

function hear(model: Model, stamped: StampedEvent): Model {
  const {event, seq} = stamped;
  const line = lineOf(stamped);
  const heard = {
    ...model,
    beats: event.type === 'heartbeat' ? model.beats + 1 : model.beats,
    log: line ? withLine(model.log, line) : model.log,
  };
  // A replayed tail is older than the status that came before it, which has it counted already.
  if (seq <= model.progressSeq) return heard;
  const counted = {...heard, progress: progress(model.progress, stamped), progressSeq: seq};
  if (event.type !== 'build.finished') return counted;
  return {...counted, justSealed: {seq, buildId: event.buildId, session: event.session, records: event.records}};
}

/** The question of `q` is about a build; when that ends, so does the question. */
function withoutIdleQuestion(model: Model): Model {
  const {overlay: _asked, ...rest} = model;
  return isAskedToQuit(model) && model.progress.state !== 'running' ? rest : model;
}

/** The same version comes without rows, and then nothing has changed. */
function load(model: Model, {table: name, answer, total}: Extract<Report, {type: 'loaded'}>): Model {
  const {sentence: _sentence, ...rest} = model.tables[name];
  const table: Table = {
    ...(answer.rows ? searchable(answer.rows) : rest),
    version: answer.version,
    ...(answer.sentence ? {sentence: answer.sentence} : {}),
    ...(total === undefined ? {} : {total}),
  };
  const loaded = {...model, tables: {...model.tables, [name]: table}};
  return answer.rows ? withNewRows(withHeldCounted(loaded, name), name) : loaded;
}

function searchable(rows: readonly TableRow[]): Pick<Table, 'rows' | 'haystacks'> {
  const sorted = sortedBySymbol(rows);
  return {rows: sorted, haystacks: sorted.map((row) => haystackOf(row))};
}

/** All panes in one order, whatever order a live file is in: that is what makes them comparable side by side. */
function sortedBySymbol(rows: readonly TableRow[]): readonly TableRow[] {
  const isSorted = rows.every((row, i) => i === 0 || (rows[i - 1]?.symbol ?? '') <= row.symbol);
  return isSorted ? rows : rows.toSorted((a, b) => (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));
}
