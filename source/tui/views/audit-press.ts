import type {Key} from '../key-input.ts';
import {actOf} from '../keys.ts';
import type {Model} from '../model.ts';
import {ownActOf} from '../own-keys.ts';
import {isMotion, type Motion, move, settle} from '../pane-window.ts';
import type {Response} from '../press.ts';
import {reopened, retyped, type Typing} from '../typed.ts';
import {viewArea} from '../view-area.ts';
import {parseAuditFilter, unknownIn} from './audit-filter.ts';
import {auditLayout} from './audit-layout.ts';
import {type AuditFilter, applyText, clearText, learnChain, switchEvents, withAudit} from './audit-state.ts';
import {recordLines} from './draw-record.ts';
import {entryAt} from './list-place.ts';

export function pressInAudit(model: Model, key: Key): Response | undefined {
  const {typing, detail, filter, lines, window} = model.views.audit;
  if (typing !== undefined) return pressInFilter(model, typing, key);
  if (detail) return pressInDetail(model, key);
  if (key.name === 'escape') return filter.text === '' ? undefined : edit(clearText);
  switch (ownActOf('audit', key.name)) {
    case 'filter':
      return edit((now) => withAudit(now, {typing: reopened(now.views.audit.filter.text)}));
    case 'events':
      return edit(switchEvents);
    case 'verify':
      return followChains();
    case 'record': {
      const line = lines[window.cursor];
      return line
        ? edit((now) => withAudit(now, {detail: {line, top: 0}}))
        : {type: 'say', tone: 'warn', text: 'There is no record under the cursor.'};
    }
    case undefined: {
      const act = actOf(key.name);
      return act && isMotion(act) ? edit((now) => moved(now, act)) : undefined;
    }
  }
}

/** The record on this line of the view. */
export function clickInAudit(model: Model, line: number): Response | undefined {
  const {detail, lines, window} = model.views.audit;
  const {chain, list} = auditLayout(model, viewArea(model));
  const {top} = settle(window, {count: lines.length, height: list});
  const cursor = entryAt({first: 2 + chain.length, listed: list, top}, line);
  const record = cursor === undefined ? undefined : lines[cursor];
  if (detail || cursor === undefined || !record) return undefined;
  return edit((now) => withAudit(now, {window: {top, cursor, symbol: record.id}}));
}

function pressInFilter(model: Model, typing: Typing, key: Key): Response | undefined {
  if (key.name === 'escape') return edit(clearText);
  if (key.name !== 'enter') {
    const text = retyped(typing, key);
    return text === undefined ? undefined : edit((now) => withAudit(now, {typing: {text}}));
  }
  const {text} = typing;
  const wish = parseAuditFilter(text, model.now);
  if (typeof wish === 'string') return {type: 'say', tone: 'warn', text: wish};
  if (text.trim() === model.views.audit.filter.text) return edit(withoutTyping);
  const applied = {text: text.trim(), wish};
  if (wish.provider === undefined && unknownIn(wish, []) === undefined) return edit((now) => applyText(now, applied));
  return applyKnown(applied);
}

/** What is of no action or provider that there is stays to be corrected; unless a record has it all the same, of another version. */
function applyKnown(filter: AuditFilter): Response {
  return {
    type: 'run',
    work: async ({control, apply, say}) => {
      const {wish} = filter;
      const providers = wish.provider === undefined ? [] : await control.query({name: 'providers'});
      const ids = providers.map(({id}) => id);
      const unknown = unknownIn(wish, ids);
      if (unknown !== undefined && (await control.query({name: 'audit-lines', limit: 1, ...wish})).lines.length === 0)
        return say('warn', unknown, 'audit');
      apply({
        type: 'edited',
        // Who typed on meanwhile has not asked for this any more.
        edit: (now) => (now.views.audit.typing?.text.trim() === filter.text ? applyText(now, filter) : now),
      });
    },
  };
}

function pressInDetail(model: Model, key: Key): Response | undefined {
  const {detail} = model.views.audit;
  if (!detail) return undefined;
  if (key.name === 'escape' || key.name === 'enter') return edit(withoutDetail);
  const act = actOf(key.name);
  if (!act || !isMotion(act)) return undefined;
  const {width, height} = viewArea(model);
  const room = height - 1;
  const count = recordLines(detail.line, width).length;
  const {cursor} = move({cursor: detail.top, top: detail.top}, act, {
    count: Math.max(1, count - room + 1),
    height: room,
  });
  return edit((now) => withAudit(now, {detail: {...detail, top: cursor}}));
}

function moved(model: Model, motion: Motion): Model {
  const {lines, window} = model.views.audit;
  const {list} = auditLayout(model, viewArea(model));
  const {symbol: _earlier, ...next} = move(window, motion, {count: lines.length, height: list});
  const id = lines[next.cursor]?.id;
  return withAudit(model, {window: {...next, ...(id === undefined ? {} : {symbol: id})}});
}

function withoutTyping(model: Model): Model {
  const {typing: _typing, ...audit} = model.views.audit;
  return {...model, views: {...model.views, audit}};
}

function withoutDetail(model: Model): Model {
  const {detail: _detail, ...audit} = model.views.audit;
  return {...model, views: {...model.views, audit}};
}

/** Beside everything else: it takes as long as the logs are. */
function followChains(): Response {
  return {
    type: 'run',
    work: async ({control, apply}) => {
      apply({type: 'edited', edit: withoutChain});
      apply({type: 'edited', edit: learnChain(await control.query({name: 'audit'}))});
    },
  };
}

function withoutChain(model: Model): Model {
  const {chain: _chain, ...audit} = model.views.audit;
  return {...model, views: {...model.views, audit}};
}

function edit(change: (model: Model) => Model): Response {
  return {type: 'edited', edit: change};
}
