import {asksForEvents} from '../../control/event-line.ts';
import type {BuildEvent} from '../../engine/event.ts';
import {ownKeys} from '../own-keys.ts';
import type {AuditWish} from './audit-filter.ts';
import {clickInAudit, pressInAudit} from './audit-press.ts';
import {loadAudit, wantsMoreAudit} from './audit-reading.ts';
import {learnChain} from './audit-state.ts';
import {drawAudit} from './draw-audit.ts';
import {drawRecord} from './draw-record.ts';
import {escaping, leavingView, typingFilter} from './footer-keys.ts';
import {sayAudit} from './say-audit.ts';
import type {View} from './view.ts';

/** Somebody did something. */
const deeds: ReadonlySet<BuildEvent['type']> = new Set([
  'build.started',
  'command.recorded',
  'credential.changed',
  'key.changed',
  'blocklist.changed',
  'settings.changed',
  'halt.set',
  'halt.cleared',
  'gate.overridden',
  'file.set-aside',
]);

/** Who did what, or all that happened, from both logs, back to the first record that is kept; and whether anybody changed them. */
export const auditView: View = {
  title: ownKeys.audit.title,
  draw: (model, theme, area) => {
    const {detail} = model.views.audit;
    return detail ? drawRecord(detail, theme, area) : drawAudit(model, theme, area);
  },
  say: sayAudit,
  partsRead: ({views: {audit}}) => Number(audit.isRead) + Number(audit.chain !== undefined && !audit.chain.isOld),
  press: pressInAudit,
  click: clickInAudit,
  load: loadAudit,
  loadApart: async (control) => learnChain(await control.query({name: 'audit'})),
  wantsMore: wantsMoreAudit,
  wakes: ({type}) => deeds.has(type),
  isTyping: ({views}) => views.audit.typing !== undefined,
  footer: ({views}) => {
    const {typing, detail, filter, lines} = views.audit;
    if (typing !== undefined) return typingFilter;
    if (detail) return [['j k', 'scroll'], ...escaping('records')];
    const leaving = filter.text === '' ? leavingView : escaping('clear');
    const onRecord = lines.length === 0 ? [] : [['Enter', 'whole record'] as const];
    return [...onRecord, ['f', 'filter'], ...otherRecords(filter.wish), ['v', 'verify again'], ...leaving];
  },
};

/** Who asks for a symbol or a provider has every record of it already. */
function otherRecords({events, ...rest}: AuditWish): readonly (readonly [string, string])[] {
  if (asksForEvents(rest)) return [];
  return [['e', events ? 'deeds alone' : 'all events']];
}
