import type {Criteria} from '../../universe/criteria.ts';
import type {Edit} from '../change.ts';
import type {Shown} from './draw-histogram.ts';

export type PlotsState = {
  /** Which of the plots comes first, where the screen has not room for all. */
  readonly page: number;
  readonly shown: Shown;
  readonly criteria?: Criteria;
  /** The settings have answered. */
  readonly isRead?: boolean;
};

export const firstPlotsState: PlotsState = {page: 0, shown: 'both'};

export function editPlots(change: (state: PlotsState) => PlotsState): Edit {
  return (model) => ({...model, views: {...model.views, plots: change(model.views.plots)}});
}
