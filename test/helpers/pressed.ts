import {giveUp, readKeys} from '../../source/tui/key-input.ts';
import {firstModel, type Model} from '../../source/tui/model.ts';
import {actIn, press, type Response} from '../../source/tui/press.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import {type Scene, startedAt} from './dashboard-scene.ts';

/** A model that has heard and read everything of a scene. */
export function modelOf(scene: Scene, title: Partial<Model['title']> = {}): Model {
  const first = firstModel(
    {root: '/u', sample: false, ...title},
    {size: {columns: 120, rows: 40}, now: Date.parse(startedAt)},
  );
  const told = reduceReport({...first, connection: {state: 'connected'}}, {type: 'told', status: scene.status});
  return (['unfiltered', 'partial', 'final', 'blocklist'] as const).reduce(
    (model, table) => reduceReport(model, {type: 'loaded', table, answer: {version: '1', rows: scene.rows[table]}}),
    told,
  );
}

/** Types into the model; what is not a change of the screen is collected. */
export function pressed(model: Model, bytes: string): {model: Model; done: Response[]} {
  const done: Response[] = [];
  let current = model;
  const take = (response: Response | undefined): void => {
    if (!response) return;
    switch (response.type) {
      case 'act':
        take(actIn(current, response.act));
        return;
      case 'then':
        current = reduceGesture(current, response.first);
        take(response.next(current));
        return;
      case 'perform':
      case 'run':
      case 'say':
      case 'copy':
      case 'mouse':
      case 'save':
      case 'redraw':
      case 'suspend':
      case 'quit':
        done.push(response);
        return;
      default:
        current = reduceGesture(current, response);
    }
  };
  const {keys, rest} = readKeys(bytes);
  for (const key of [...keys, ...giveUp(rest)]) take(press(current, key));
  return {model: current, done};
}
