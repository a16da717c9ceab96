import type {Control} from '../../control/control.ts';
import type {BuildEvent} from '../../engine/event.ts';
import type {Key} from '../key-input.ts';
import type {Model, Overlay} from '../model.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import type {FooterKeys} from '../views/footer-keys.ts';
import type {Area} from '../views/view.ts';

/** Something in a frame over the middle of the screen, which has the keys while it is open. Each kind is one file. */
export type OverlayKind<O extends Overlay = Overlay> = {
  /** Cells of the whole box where the screen has room for them. */
  readonly width: (area: Area & {readonly model: Model}) => number;
  /** Lines of exactly `width` cells, at most `height` of them; the frame is drawn around them. */
  readonly draw: (overlay: O, theme: Theme, inside: Area & {readonly model: Model}) => readonly string[];
  /** What is read aloud in place of what is drawn, where that is in columns. */
  readonly say?: (overlay: O, model: Model) => readonly string[];
  readonly press: (overlay: O, model: Model, key: Key) => Response | undefined;
  /** What the footer says while it has the keys. */
  readonly footer: (overlay: O, model: Model) => FooterKeys;
  /** A secret stands in it in clear. */
  readonly showsSecret?: (overlay: O) => boolean;
  readonly reads?: Reads<O>;
};

/** What an overlay reads from the engine while it is open. */
export type Reads<O extends Overlay> = {
  /** A name for what it still has to read; an answer counts only while it is wanted under the same name. */
  readonly wants: (overlay: O) => string | undefined;
  readonly load: (overlay: O, control: Control) => Promise<(overlay: O, model: Model) => O>;
  /** With the sentence that says why nothing came. */
  readonly unread: (overlay: O, sentence: string) => O;
  /** After an event that its answer may not know. */
  readonly woken?: (overlay: O, event: BuildEvent) => O;
};
