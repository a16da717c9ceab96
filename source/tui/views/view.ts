import type {Control} from '../../control/control.ts';
import type {BuildEvent} from '../../engine/event.ts';
import type {Edit} from '../change.ts';
import type {Key} from '../key-input.ts';
import type {Model} from '../model.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import type {FooterKeys} from './footer-keys.ts';

/** It was opened, something happened, or it wants more. */
export type LoadReason = 'opened' | 'woken' | 'more';

export type Area = {readonly width: number; readonly height: number};

/** What stands between header and footer: the tables, or something else to look at. Each is one file that knows its own part of the model. */
export type View = {
  readonly title: string;
  /** Exactly `height` lines of exactly `width` cells. */
  readonly draw: (model: Model, theme: Theme, area: Area) => readonly string[];
  /** What is read aloud in place of what is drawn, where that is a picture. */
  readonly say?: (model: Model, page: Area) => readonly string[];
  /** How many parts of what it shows have been read: each is told when it comes, whoever asked for it. */
  readonly partsRead?: (model: Model) => number;
  /** A key of its own; undefined leaves it to the keys that work everywhere. */
  readonly press?: (model: Model, key: Key) => Response | undefined;
  /** A click on this line of it, counted from 0. */
  readonly click?: (model: Model, line: number) => Response | undefined;
  /** Reads what it shows, when it opens and after every event that wakes it; what it comes to is an edit of the model. */
  readonly load?: (control: Control, model: Model, why: LoadReason) => Promise<Edit>;
  /** What takes long is read once, when it opens, and nothing else waits for it. */
  readonly loadApart?: (control: Control) => Promise<Edit>;
  /** There is more to read for what the person looks at now: it is read at once, and every reading must bring it nearer. */
  readonly wantsMore?: (model: Model) => boolean;
  readonly wakes?: (event: BuildEvent) => boolean;
  /** Read again too when this changes: what no event tells of. */
  readonly watches?: (model: Model) => string;
  /** What the footer says while it is open, instead of the keys of the tables. */
  readonly footer?: (model: Model) => FooterKeys;
  /** The person types into it: no key but Ctrl-C, Ctrl-L and Ctrl-Z is anybody else's. */
  readonly isTyping?: (model: Model) => boolean;
  /** A secret stands in it in clear. */
  readonly showsSecret?: (model: Model) => boolean;
};
