import type {Control} from '../control/control.ts';
import type {BuildEvent} from '../engine/event.ts';
import {sentenceOf} from '../failure.ts';
import type {Model, Overlay} from './model.ts';
import {kindOf} from './overlays/registry.ts';
import type {Store} from './store.ts';
import {withKeys} from './with-keys.ts';

export type LoadOverlayOptions = {readonly control: Control; readonly store: Store; readonly signal: AbortSignal};

/** Reads what the open overlay wants, one thing at a time: whoever pages through symbols has only the last of them read. */
export class LoadOverlay {
  readonly #options: LoadOverlayOptions;
  #isReading = false;

  constructor(options: LoadOverlayOptions) {
    this.#options = options;
    options.store.subscribe(() => void this.#read());
  }

  /** Something happened that the open overlay may show, or the card under it when it comes back. */
  wake(event: BuildEvent): void {
    const {store} = this.#options;
    const {overlay} = store.get();
    if (!overlay || woken(overlay, event) === overlay) return;
    store.apply({type: 'edited', edit: (model) => changed(model, (open) => woken(open, event))});
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const {control, store, signal} = this.#options;
    for (;;) {
      const {overlay} = store.get();
      const reads = overlay && kindOf(overlay).reads;
      const wanted = overlay && reads?.wants(overlay);
      if (!overlay || !reads || wanted === undefined || signal.aborted) break;
      const answer = await reads
        .load(overlay, control)
        .catch((thrown: unknown) => (open: Overlay) => reads.unread(open, withKeys(sentenceOf(thrown))));
      store.apply({
        type: 'edited',
        edit: (model) =>
          changed(model, (open) =>
            kindOf(open).reads?.wants(open) === wanted && open.kind === overlay.kind ? answer(open, model) : open,
          ),
      });
    }
    this.#isReading = false;
  }
}

function woken(overlay: Overlay, event: BuildEvent): Overlay {
  const own = kindOf(overlay).reads?.woken?.(overlay, event) ?? overlay;
  const behind = own.behind && woken(own.behind, event);
  return behind === own.behind || behind === undefined ? own : {...own, behind};
}

function changed(model: Model, change: (overlay: Overlay) => Overlay): Model {
  if (!model.overlay) return model;
  const overlay = change(model.overlay);
  return overlay === model.overlay ? model : {...model, overlay};
}
