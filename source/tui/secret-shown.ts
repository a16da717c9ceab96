import type {Model} from './model.ts';
import {kindOf} from './overlays/registry.ts';
import {views} from './views/registry.ts';

/** Whether a secret stands on the screen in clear: such a screen is neither saved nor read aloud. */
export function isSecretShown(model: Model): boolean {
  const {overlay, view} = model;
  return Boolean(views[view].showsSecret?.(model) || (overlay && kindOf(overlay).showsSecret?.(overlay)));
}
