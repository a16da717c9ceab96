import type {AuditedLine} from '../../control/audit-lines.ts';
import {actText} from '../../control/audit-pairs.ts';
import type {Model} from '../model.ts';
import {auditLayout} from './audit-layout.ts';
import type {AuditState} from './audit-state.ts';
import {emptyWords, placeWords, recordsWords} from './draw-audit.ts';
import {recordLines, recordTitle} from './draw-record.ts';
import {stamp} from './history-columns.ts';

/** Nothing is cut and nothing folded where it is only heard. */
const endless = {width: Number.MAX_SAFE_INTEGER, height: Number.MAX_SAFE_INTEGER} as const;
/** Who wants to hear more goes on with the cursor. */
const mostListed = 50;

/** The audit as lines to be heard: how the chains are, the records, and the one at the cursor. */
export function sayAudit(model: Model): readonly string[] {
  const {audit} = model.views;
  const {detail, typing, filter, lines} = audit;
  if (detail) return [`${recordTitle(detail.line)}.`, ...recordLines(detail.line, endless.width)];
  if (typing !== undefined) return [`Filter: ${typing.text}`];
  return [
    ...(audit.isRead ? [`${recordsWords(audit)}${filter.text === '' ? '' : `, only ${filter.text}`}.`] : []),
    ...auditLayout(model, endless).chain.map(({text}) => text),
    ...(lines.length === 0 ? [emptyWords(audit)] : lines.slice(0, mostListed).map(sayLine)),
    ...placeLines(audit),
  ];
}

function placeLines(audit: AuditState): readonly string[] {
  const {lines, window} = audit;
  const line = lines[window.cursor];
  const {text} = placeWords(audit, window.cursor);
  return line ? [`At the cursor: ${sayLine(line)}`, text] : [text].filter((words) => words !== '');
}

function sayLine(line: AuditedLine): string {
  const {at, actor, action, stage} = line;
  return [stamp(at), actor, action, stage, actText(line)].filter((word) => word !== '').join(' ');
}
