import type {Gesture} from './change.ts';
import {moved, resettle, resettleAll, stepped} from './cursor.ts';
import {helpLines} from './help-lines.ts';
import {closeOverlay, type Model, type Overlay} from './model.ts';
import {relistAll} from './relist.ts';
import {parseSearch} from './search.ts';
import {withOldChain} from './views/audit-state.ts';
import {editLog} from './views/build-state.ts';
import {withoutSecrets} from './views/credentials-state.ts';
import {unfiltered} from './views/log-scroll.ts';
import type {ViewName} from './views/view-name.ts';

/** What a key or the terminal did to what is looked at. */
export function reduceGesture(model: Model, gesture: Gesture): Model {
  switch (gesture.type) {
    case 'moved':
      return moved(model, gesture.motion);
    case 'stepped':
      return stepped(model, gesture.by);
    case 'focused':
      return resettle({...model, focus: gesture.table}, gesture.table);
    case 'zoomed':
      return resettleAll({...model, isZoomed: !model.isZoomed});
    case 'viewed':
      return viewed(withoutSecrets(model), gesture.view);
    case 'edited':
      return gesture.edit(model);
    case 'searched':
      return searched(model, gesture);
    case 'unsearched': {
      const {search: _search, ...rest} = model;
      return relistAll(rest);
    }
    case 'opened':
      return {...withoutSecrets(model), overlay: openedOver(model.overlay, gesture.overlay)};
    case 'typed': {
      if (model.overlay?.kind !== 'ask') return model;
      const {error: _settled, ...ask} = model.overlay.ask;
      return {...model, overlay: {...model.overlay, ask: {...ask, text: gesture.text}}};
    }
    case 'scrolled':
      if (model.overlay?.kind !== 'help') return model;
      return {
        ...model,
        overlay: {...model.overlay, top: Math.max(0, Math.min(helpLines.length - 1, model.overlay.top + gesture.by))},
      };
    case 'closed':
      return closeOverlay(model);
    case 'toasted':
      return {...model, toast: gesture.toast};
    case 'resized':
      return resettleAll({...withoutSecrets(model), size: gesture.size, redraws: model.redraws + 1});
    case 'redrawn':
      return {...model, redraws: model.redraws + 1};
  }
}

function viewed(model: Model, view: ViewName): Model {
  if (view === model.view) return model;
  const {toast, ...rest} = view === 'audit' ? withOldChain(model) : model;
  // Who comes back for the log expects all of it, and would take what is left out for what did not happen.
  return {...editLog(unfiltered)(rest), view, ...(toast && toast.of === undefined ? {toast} : {})};
}

/** What is opened over a card lies over it; anything else takes the place of what was open. */
function openedOver(open: Overlay | undefined, overlay: Overlay): Overlay {
  const card = open?.kind === 'card' ? open : open?.behind;
  return card === undefined || overlay.kind === 'card' ? overlay : {...overlay, behind: card};
}

function searched(model: Model, {type: _type, ...search}: Extract<Gesture, {type: 'searched'}>): Model {
  const query = model.search?.text === search.text ? model.search.query : parseSearch(search.text);
  const looked = {...model, search: {...search, ...(query ? {query} : {})}};
  return model.search?.text === search.text ? looked : relistAll(looked);
}
