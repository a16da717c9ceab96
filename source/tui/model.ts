import type {Answers, Status, TableName, TableRow} from '../control/query.ts';
import {idle, type Progress} from '../engine/progress.ts';
import type {Ask} from './ask.ts';
import type {Card} from './card.ts';
import type {Form} from './form.ts';
import type {Glyphs} from './glyphs.ts';
import {firstHabits, type Habits} from './habits.ts';
import type {Size} from './layout.ts';
import {firstLook, type Look} from './look.ts';
import type {Palette} from './palette.ts';
import {type PaneWindow, startOfList} from './pane-window.ts';
import type {Rights} from './rights.ts';
import type {Search} from './search.ts';
import type {Order} from './sort-rows.ts';
import type {Tone} from './theme.ts';
import type {ViewName} from './views/view-name.ts';
import {firstViewStates, type ViewStates} from './views/view-states.ts';

/** All that the screen shows. It dies with the terminal, except what the engine will say again. */
export type Model = Look &
  Habits & {
    readonly title: Title;
    readonly size: Size;
    /** Milliseconds of the clock at the last tick; ages are counted from here. */
    readonly now: number;
    readonly connection: Connection;
    readonly status?: Status;
    /** Why the engine could not tell its status when it was asked last; what the status says was true before. */
    readonly refusal?: string;
    readonly funnel?: Answers['funnel'];
    /** Absent until the engine has told. */
    readonly rights?: Rights;
    readonly progress: Progress;
    /** A seal that the status does not know of yet, by its event: what the status says meanwhile was true before. */
    readonly justSealed?: {
      readonly seq: number;
      readonly buildId: string;
      readonly session: string;
      readonly records: number;
    };
    /** The last event of the engine that is in it. By number, for clocks are set back. */
    readonly progressSeq: number;
    /** Heartbeats so far: what moves on the screen moves by these alone, and stands still when they stop. */
    readonly beats: number;
    readonly tables: Readonly<Record<TableName, Table>>;
    readonly windows: Readonly<Record<TableName, PaneWindow>>;
    /** The symbol the cursor was last moved to: every pane that holds it marks it, so that panes can be compared. */
    readonly chosen?: string;
    /** What stands between header and footer. */
    readonly view: ViewName;
    readonly views: ViewStates;
    readonly focus: TableName;
    readonly isZoomed: boolean;
    readonly search?: Search;
    readonly log: readonly LogLine[];
    readonly overlay?: Overlay;
    /** Lines that were entered into the palette, oldest first. */
    readonly entered: readonly string[];
    readonly toast?: Toast;
    /** Raised to have the same frame drawn once more. */
    readonly redraws: number;
  };

export type Title = {
  readonly root: string;
  readonly profile?: string;
  readonly sample: boolean;
  /** The engine belonged to another process when the screen opened; what the status says of it counts more. */
  readonly attached?: boolean;
  /** Where the dashboard was started; files that a person names without a folder are meant to be there. */
  readonly folder?: string;
  /** NO_COLOR is set: whatever theme is kept, the screen has no colours. */
  readonly colorless?: boolean;
  /** What the terminal can draw charts and frames with; ASCII unless it is known to have more. */
  readonly glyphs?: Glyphs;
};

export type Connection =
  | {readonly state: 'connecting'}
  | {readonly state: 'connected'}
  | {
      readonly state: 'lost';
      readonly since: number;
      readonly because: string;
      /** It is there and does not answer, as when it was stopped. */
      readonly isSilent?: true;
      /** The root itself was deleted. */
      readonly isGone?: true;
    };

export type Table = {
  readonly version?: string;
  readonly rows: readonly TableRow[];
  readonly haystacks: readonly string[];
  readonly sentence?: string;
  /** How many rows there are, while only the first ones are read. */
  readonly total?: number;
  /** Absent in the order of symbols, which `rows` are always in. */
  readonly order?: Order;
  /** Indexes of the rows that its pane lists, in their order; absent when it lists all by symbol. */
  readonly shown?: ArrayLike<number>;
};

export type LogLine = {
  readonly at: string;
  readonly tone: Tone;
  readonly text: string;
  /** Lines of one series replace each other, so that batches do not push everything else away. */
  readonly series?: string;
  /** How many lines of its series it stands for; and the newest of those whose place it took, oldest first, where each tells of another symbol. */
  readonly times?: number;
  readonly before?: readonly LogLine[];
  /** It was said before this screen's engine began, and is no news. */
  readonly isRecalled?: boolean;
};

export type Toast = {
  readonly tone: Tone;
  readonly text: string;
  readonly until: number;
  /** Of this view alone, and gone with it: why a key does nothing there. What was done is said in whatever view. */
  readonly of?: ViewName;
  /** An act did not open what more would have been typed into. */
  readonly isRefusal?: boolean;
};

export type Overlay = (
  | {readonly kind: 'help'; readonly top: number}
  | {readonly kind: 'ask'; readonly ask: Ask}
  | {readonly kind: 'form'; readonly form: Form}
  | {readonly kind: 'card'; readonly card: Card}
  | {readonly kind: 'palette'; readonly palette: Palette}
) & {
  /** The card that it was opened over, which comes back when it closes. */
  readonly behind?: Overlay;
};

const nothing: Table = {rows: [], haystacks: []};

export function firstModel(title: Title, {size, now}: {size: Size; now: number}): Model {
  return {
    ...firstLook,
    ...firstHabits,
    title,
    size,
    now,
    connection: {state: 'connecting'},
    progress: idle,
    progressSeq: 0,
    beats: 0,
    tables: {unfiltered: nothing, partial: nothing, final: nothing, blocklist: nothing},
    windows: {unfiltered: startOfList, partial: startOfList, final: startOfList, blocklist: startOfList},
    view: 'tables',
    views: firstViewStates,
    focus: 'final',
    isZoomed: false,
    log: [],
    entered: [],
    redraws: 0,
  };
}

/** Without what is open; a card that lay under it is there again. */
export function closeOverlay({overlay, ...rest}: Model): Model {
  return overlay?.behind ? {...rest, overlay: overlay.behind} : rest;
}

/** Rows of a table as its pane lists them: all, or those that search and comparison left, in the order of its sort. */
export function rowsShown(model: Model, table: TableName): {count: number; at: (i: number) => TableRow | undefined} {
  const {rows, shown, total} = model.tables[table];
  if (!shown) return {count: total ?? rows.length, at: (i) => rows[i]};
  return {count: shown.length, at: (i) => rows[shown[i] ?? -1]};
}

/** Whether every table that is there is read to its end. */
export function areRead(model: Model): boolean {
  return Object.values(model.tables).every(({total}) => total === undefined);
}

export function isHalted({status, progress}: Model): boolean {
  return status?.halted !== undefined || progress.halted;
}

/** Whether the question of `q` is open. */
export function isAskedToQuit({overlay}: Model): boolean {
  return overlay?.kind === 'ask' && overlay.ask.purpose.name === 'quit';
}
