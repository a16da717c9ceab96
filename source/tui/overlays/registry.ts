import type {Overlay} from '../model.ts';
import {askOverlay} from './ask-overlay.ts';
import {cardOverlay} from './card-overlay.ts';
import {formOverlay} from './form-overlay.ts';
import {helpOverlay} from './help-overlay.ts';
import type {OverlayKind} from './overlay.ts';
import {paletteOverlay} from './palette-overlay.ts';

type Kinds = {readonly [Kind in Overlay['kind']]: OverlayKind<Extract<Overlay, {kind: Kind}>>};

const kinds: Kinds = {
  help: helpOverlay,
  ask: askOverlay,
  form: formOverlay,
  card: cardOverlay,
  palette: paletteOverlay,
};

export function kindOf(overlay: Overlay): OverlayKind {
  // The table has for every kind what draws and presses overlays of that kind; TypeScript loses the pair on a union.
  return kinds[overlay.kind] as unknown as OverlayKind;
}
