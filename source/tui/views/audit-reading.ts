import type {Control} from '../../control/control.ts';
import type {Edit} from '../change.ts';
import type {Model} from '../model.ts';
import {viewArea} from '../view-area.ts';
import {type AuditState, learnFirst, learnNews, learnOlder} from './audit-state.ts';
import type {LoadReason} from './view.ts';

const pageLines = 200;
/** What a person scrolls through; beyond it a filter is the better way, and memory has an end. */
export const mostLines = 20_000;
/** Not every record comes with an event: a look at the ends of the logs now and then costs a block each. */
const lookAgainMs = 10_000;

export async function loadAudit(control: Control, model: Model, why: LoadReason): Promise<Edit> {
  const {audit} = model.views;
  const {filter, before, end, isRead} = audit;
  const query = {name: 'audit-lines', limit: pageLines, ...filter.wish} as const;
  if (why === 'opened' || !isRead || !end) return learnFirst(await control.query(query), filter);
  if (why === 'more' && before && wantsOlder(model) && !isOld(model))
    return learnOlder(await control.query({...query, before}), audit);
  return learnNews(await control.query({...query, after: end}), filter);
}

export function wantsMoreAudit(model: Model): boolean {
  return !model.views.audit.isRead || wantsOlder(model) || isOld(model);
}

function isOld({now, views}: Model): boolean {
  return now - views.audit.askedAt > lookAgainMs;
}

/** Two screens ahead, so that nobody who scrolls waits. */
function wantsOlder(model: Model): boolean {
  const {before, lines, window}: AuditState = model.views.audit;
  return before !== undefined && lines.length < mostLines && window.cursor + 2 * viewArea(model).height > lines.length;
}
