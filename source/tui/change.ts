import type {Answers, Status, TableAnswer, TableName} from '../control/query.ts';
import type {StampedEvent} from '../engine/event.ts';
import type {Size} from './layout.ts';
import type {LogLine, Model, Overlay, Toast} from './model.ts';
import type {Motion} from './pane-window.ts';
import type {ViewName} from './views/view-name.ts';

/** A change of one view's own part of the model; a pure function, for it may run on a later model than it was made for. */
export type Edit = (model: Model) => Model;

/** What comes from the engine or from time. */
export type Report =
  | {readonly type: 'heard'; readonly event: StampedEvent}
  | {readonly type: 'told'; readonly status: Status}
  /** The engine is there, and cannot tell its status. */
  | {readonly type: 'refused'; readonly because: string}
  | {readonly type: 'loaded'; readonly table: TableName; readonly answer: TableAnswer; readonly total?: number}
  | {readonly type: 'counted'; readonly funnel: Answers['funnel']}
  | {readonly type: 'connected'}
  | {
      readonly type: 'lost';
      readonly because: string;
      readonly since?: number;
      readonly isSilent?: true;
      readonly isGone?: true;
    }
  /** By an engine that was there and silent. */
  | {readonly type: 'answered'}
  | {readonly type: 'noted'; readonly line: LogLine}
  | {readonly type: 'learned'; readonly edit: Edit}
  | {readonly type: 'ticked'; readonly now: number};

/** What comes from the person or the terminal. */
export type Gesture =
  | {readonly type: 'moved'; readonly motion: Motion}
  | {readonly type: 'stepped'; readonly by: 1 | -1}
  | {readonly type: 'focused'; readonly table: TableName}
  | {readonly type: 'zoomed'}
  | {readonly type: 'viewed'; readonly view: ViewName}
  | {readonly type: 'edited'; readonly edit: Edit}
  | {readonly type: 'searched'; readonly text: string; readonly isEditing: boolean; readonly isSelected?: true}
  | {readonly type: 'unsearched'}
  | {readonly type: 'opened'; readonly overlay: Overlay}
  | {readonly type: 'typed'; readonly text: string}
  | {readonly type: 'scrolled'; readonly by: number}
  | {readonly type: 'closed'}
  | {readonly type: 'toasted'; readonly toast: Toast}
  | {readonly type: 'resized'; readonly size: Size}
  | {readonly type: 'redrawn'};

export type Change = Report | Gesture;
