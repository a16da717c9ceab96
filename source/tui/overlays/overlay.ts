import type {Key} from '../key-input.ts';
import type {Model, Overlay} from '../model.ts';
import type {Response} from '../press.ts';
import type {Theme} from '../theme.ts';
import type {Area} from '../views/view.ts';

/** Something in a frame over the middle of the screen, which has the keys while it is open. Each kind is one file. */
export type OverlayKind<O extends Overlay = Overlay> = {
  /** Cells of the whole box where the screen has room for them. */
  readonly width: (area: Area) => number;
  /** Lines of exactly `width` cells, at most `height` of them; the frame is drawn around them. */
  readonly draw: (overlay: O, theme: Theme, inside: Area & {readonly model: Model}) => readonly string[];
  readonly press: (overlay: O, model: Model, key: Key) => Response | undefined;
  /** A secret stands in it in clear. */
  readonly showsSecret?: (overlay: O) => boolean;
};
