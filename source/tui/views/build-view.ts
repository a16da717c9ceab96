import type {BuildEvent} from '../../engine/event.ts';
import type {Key} from '../key-input.ts';
import {actOf} from '../keys.ts';
import type {Model} from '../model.ts';
import {ownActOf, ownKeys} from '../own-keys.ts';
import {isMotion} from '../pane-window.ts';
import type {Response} from '../press.ts';
import {bodyArea} from '../screen-layout.ts';
import {reopened, retyped, type Typing} from '../typed.ts';
import {logSeen} from './build-layout.ts';
import {editBuild, editLog} from './build-state.ts';
import {isUnsealed, readCriteria} from './criteria-shown.ts';
import {drawBuild} from './draw-build.ts';
import {escaping, leavingView, typingFilter} from './footer-keys.ts';
import {countRules} from './live-funnel.ts';
import {isFiltered, type LogArea, type LogScroll, logLevels, scrollLog, unfiltered} from './log-scroll.ts';
import {sayBuild} from './say-build.ts';
import type {View} from './view.ts';

/** The build as it happens, and what came of the last one; worth leaving open. */
export const buildView: View = {
  title: ownKeys.build.title,
  draw: (model, theme, area) => drawBuild(model, theme, area),
  say: sayBuild,
  partsRead: ({views}) => Number(views.build.providers !== undefined),
  press: pressInBuild,
  isTyping: ({views}) => views.build.log.isTyping,
  load: async (control, model) => {
    const providers = await control.query({name: 'providers'});
    const criteria = await readCriteria(control);
    const {rows} = model.tables.unfiltered;
    const rules = criteria && hasLiveRows(model) ? await countRules(rows, criteria) : undefined;
    return editBuild(({log}) => ({log, providers, ...(criteria ? {criteria} : {}), ...(rules ? {rules} : {})}));
  },
  wakes: ({type}) => waking.has(type),
  footer: ({views}) => {
    const {log} = views.build;
    if (log.isTyping) return typingFilter;
    return [
      ['j k', 'scroll'],
      ['l', 'level'],
      ['f', 'filter'],
      ['w', 'wrap'],
      ['b', 'build'],
      ['P', 'plots'],
      ...(isFiltered(log) ? escaping('clear') : leavingView),
    ];
  },
};

/** Whatever may have cost a request, and what changes the criteria. */
const waking: ReadonlySet<BuildEvent['type']> = new Set([
  'build.started',
  'build.finished',
  'build.paused',
  'build.refused',
  'build.aborted',
  'pass.started',
  'pass.finished',
  'batch.saved',
  'provider.retried',
  'provider.throttled',
  'provider.failed',
  'provider.exhausted',
  'settings.changed',
]);

/** Before it enriches, the unfiltered rows are those of the night before. */
function hasLiveRows(model: Model): boolean {
  return isUnsealed(model) && model.progress.passes.some(({pass, state}) => pass === 'enrich' && state !== 'waiting');
}

function pressInBuild(model: Model, key: Key): Response | undefined {
  const {log} = model.views.build;
  if (log.isTyping) return pressInFilter(log, key);
  if (key.name === 'escape') return isFiltered(log) ? edited(unfiltered) : undefined;
  switch (ownActOf('build', key.name)) {
    case 'filter':
      return typing(reopened(log.filter), true);
    case 'level':
      return edited(nextLevel);
    case 'wrap':
      return edited((scroll) => ({...scroll, isWrapped: !scroll.isWrapped}));
    case undefined:
      break;
  }
  const act = actOf(key.name);
  if (act === undefined || !isMotion(act)) return undefined;
  return {
    type: 'edited',
    edit: (now) => editLog((scroll) => scrollLog(scroll, act, now.log, logArea(now)))(now),
  };
}

/** Every key of a text is the filter's, so that lines come and go while it is typed. */
function pressInFilter({filter: text, isSelected}: LogScroll, key: Key): Response | undefined {
  if (key.name === 'escape') return typing({text: ''}, false);
  if (key.name === 'enter') return typing({text}, false);
  const edit = retyped(isSelected ? {text, isSelected} : {text}, key);
  return edit === undefined ? undefined : typing({text: edit}, true);
}

function typing({text, isSelected}: Typing, isTyping: boolean): Response {
  return edited(({isSelected: _before, ...scroll}) => ({
    ...scroll,
    filter: text,
    isTyping,
    ...(isSelected ? {isSelected} : {}),
  }));
}

function nextLevel(scroll: LogScroll): LogScroll {
  const level = logLevels[(logLevels.indexOf(scroll.level) + 1) % logLevels.length] ?? 'all';
  return {...scroll, level};
}

function edited(change: (scroll: LogScroll) => LogScroll): Response {
  return {type: 'edited', edit: editLog(change)};
}

function logArea(model: Model): LogArea {
  const area = bodyArea(model);
  return {width: area.width, height: logSeen(model, area)};
}
