import type {AuditedLine, AuditLinesAnswer, Places} from '../../control/audit-lines.ts';
import {folded} from '../../control/audit-pairs.ts';
import type {AuditAnswer} from '../../control/credential-answers.ts';
import type {Edit} from '../change.ts';
import type {Model} from '../model.ts';
import {type PaneWindow, settle, startOfList} from '../pane-window.ts';
import type {Typing} from '../typed.ts';
import {viewArea} from '../view-area.ts';
import type {AuditWish} from './audit-filter.ts';
import {auditLayout} from './audit-layout.ts';

export type AuditState = {
  /** Newest first, as far back as the person has been; an act is one of them, with the records of its beginning. */
  readonly lines: readonly AuditedLine[];
  readonly isRead: boolean;
  /** Milliseconds of the clock when the newest were last asked for. */
  readonly askedAt: number;
  readonly before?: Places;
  readonly end?: Places;
  /** How far back was searched, while nothing more was found there. */
  readonly searchedTo?: string;
  readonly sentences: readonly string[];
  /** Absent while the chains are followed. */
  readonly chain?: ChainRead;
  readonly window: PaneWindow;
  readonly filter: AuditFilter;
  /** What is typed, before it is applied. */
  readonly typing?: Typing;
  readonly detail?: {readonly line: AuditedLine; readonly top: number};
};

/** With the milliseconds of the clock when it was read; an old one is being read again. */
export type ChainRead = AuditAnswer & {readonly at: number; readonly isOld?: boolean};

export type AuditFilter = {readonly text: string; readonly wish: AuditWish};

const noFilter: AuditFilter = {text: '', wish: {}};

export const firstAudit: AuditState = {
  lines: [],
  isRead: false,
  askedAt: 0,
  sentences: [],
  window: startOfList,
  filter: noFilter,
};

export function withAudit(model: Model, change: Partial<AuditState>): Model {
  return {...model, views: {...model.views, audit: {...model.views.audit, ...change}}};
}

/** Another filter is another list: nothing of the earlier one is true of it. */
function applyFilter(model: Model, filter: AuditFilter): Model {
  const {chain} = model.views.audit;
  return {...model, views: {...model.views, audit: {...firstAudit, filter, ...(chain ? {chain} : {})}}};
}

/** Another filter, through the same records: whoever looks among all events goes on with that. */
export function applyText(model: Model, {text, wish}: AuditFilter): Model {
  const {events} = model.views.audit.filter.wish;
  return applyFilter(model, {text, wish: {...wish, ...(events ? {events} : {})}});
}

export function clearText(model: Model): Model {
  return applyText(model, noFilter);
}

/** From what people did to every record of both logs, and back. */
export function switchEvents(model: Model): Model {
  const {text, wish} = model.views.audit.filter;
  const {events, ...rest} = wish;
  return applyFilter(model, {text, wish: events ? rest : {...rest, events: true}});
}

export function learnChain(chain: AuditAnswer): Edit {
  return (model) => withAudit(model, {chain: {...chain, at: model.now}});
}

/** What was found when the view was open last is not how the logs are now. */
export function withOldChain(model: Model): Model {
  const {chain} = model.views.audit;
  return chain ? withAudit(model, {chain: {...chain, isOld: true}}) : model;
}

/** A page from the ends of the logs takes the place of what was there; the cursor stays on its line where it is among them. */
export function learnFirst(answer: AuditLinesAnswer, asked: AuditFilter): Edit {
  return forFilter(asked, (model) => {
    const {chain, filter, window, typing, detail} = model.views.audit;
    const {lines, before, end, searchedTo, sentences} = answer;
    const audit: AuditState = {
      lines: folded(lines),
      isRead: true,
      askedAt: model.now,
      sentences,
      window,
      filter,
      ...(before ? {before} : {}),
      ...(end ? {end} : {}),
      ...(searchedTo === undefined ? {} : {searchedTo}),
      ...(chain ? {chain} : {}),
      ...(typing === undefined ? {} : {typing}),
      ...(detail ? {detail} : {}),
    };
    return resettled({...model, views: {...model.views, audit}});
  });
}

/** What was written since goes on top. Where not all of it came in one answer, the list begins anew. */
export function learnNews(answer: AuditLinesAnswer, asked: AuditFilter): Edit {
  if (answer.before) return learnFirst(answer, asked);
  return forFilter(asked, (model) => {
    const {lines} = model.views.audit;
    const known = new Set(lines.slice(0, answer.lines.length + 1).flatMap(idsOf));
    const news = answer.lines.filter(({id}) => !known.has(id));
    return resettled(
      withAudit(model, {
        lines: news.length > 0 ? folded([...news, ...lines]) : lines,
        askedAt: model.now,
        sentences: answer.sentences,
        ...(answer.end ? {end: answer.end} : {}),
      }),
    );
  });
}

/** What follows the place `from`; a list that has been begun anew meanwhile has another. */
export function learnOlder(answer: AuditLinesAnswer, {filter, before: from}: AuditState): Edit {
  return forFilter(filter, (model) => {
    if (model.views.audit.before !== from) return model;
    const {before: _before, searchedTo: _searchedTo, ...rest} = model.views.audit;
    const {before, searchedTo, sentences} = answer;
    const audit: AuditState = {
      ...rest,
      lines: folded([...rest.lines, ...answer.lines]),
      sentences,
      ...(before ? {before} : {}),
      ...(searchedTo === undefined ? {} : {searchedTo}),
    };
    return resettled({...model, views: {...model.views, audit}});
  });
}

/** An answer to what nobody asks any more is dropped. */
function forFilter(asked: AuditFilter, edit: Edit): Edit {
  return (model) => {
    const {text, wish} = model.views.audit.filter;
    return text === asked.text && wish.events === asked.wish.events ? edit(model) : model;
  };
}

function idsOf({id, begun = []}: AuditedLine): readonly string[] {
  return [id, ...begun.map((one) => one.id)];
}

/** The cursor goes with its line; at the top it stays there, where news come in. */
function resettled(model: Model): Model {
  const {lines, window} = model.views.audit;
  const place = window.cursor === 0 ? -1 : lines.findIndex((line) => idsOf(line).some((id) => id === window.symbol));
  const cursor = place === -1 ? window.cursor : place;
  const top = window.top + cursor - window.cursor;
  const {list} = auditLayout(model, viewArea(model));
  return withAudit(model, {window: settle({...window, cursor, top}, {count: lines.length, height: list})});
}
