import {giveUp, readKeys} from '../../source/tui/key-input.ts';
import {firstModel, type Model} from '../../source/tui/model.ts';
import {press, type Response} from '../../source/tui/press.ts';
import {reduceGesture} from '../../source/tui/reduce-gesture.ts';
import {reduceReport} from '../../source/tui/reduce-report.ts';
import type {Scene} from './dashboard-scene.ts';

/** A dashboard that has read its tables. */
export function modelOf(scene: Scene, title: Partial<Model['title']> = {}): Model {
  const first = firstModel({root: '/u', sample: false, ...title}, {size: {columns: 120, rows: 40}, now: 0});
  const told = reduceReport({...first, connection: {state: 'connected'}}, {type: 'told', status: scene.status});
  return (['unfiltered', 'partial', 'final', 'blocklist'] as const).reduce(
    (model, table) => reduceReport(model, {type: 'loaded', table, answer: {version: '1', rows: scene.rows[table]}}),
    told,
  );
}

/** Types into the model; what is not a change of the screen is collected. */
export function typing(model: Model, bytes: string): {model: Model; done: Response[]} {
  const done: Response[] = [];
  let current = model;
  const {keys, rest} = readKeys(bytes);
  for (const key of [...keys, ...giveUp(rest)]) {
    const response = press(current, key);
    if (!response) continue;
    switch (response.type) {
      case 'perform':
      case 'run':
      case 'say':
      case 'redraw':
      case 'suspend':
      case 'quit':
        done.push(response);
        break;
      default:
        current = reduceGesture(current, response);
    }
  }
  return {model: current, done};
}
