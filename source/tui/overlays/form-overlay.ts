import {drawForm} from '../draw-form.ts';
import {editForm, errorsOf, type Form, focusOn, typedInto, valuesOf, withDoubts, withErrors} from '../form.ts';
import type {Key} from '../key-input.ts';
import type {Overlay} from '../model.ts';
import type {Response} from '../press.ts';
import type {FooterKeys} from '../views/footer-keys.ts';
import type {OverlayKind} from './overlay.ts';

/** Fields that a person fills in before something happens. */
export const formOverlay: OverlayKind<Extract<Overlay, {kind: 'form'}>> = {
  width: () => 78,
  draw: ({form}, theme, inside) => drawForm(withDoubts(form, inside.model), theme, inside),
  press: ({form}, _model, key) => pressInForm(form, key),
  footer: ({form}) => keysOf(form),
};

function keysOf({busy, fields, focus}: Form): FooterKeys {
  if (busy !== undefined) return [['Esc', 'close']];
  const choice: FooterKeys = fields[focus]?.choices ? [['left right', 'choose']] : [];
  if (fields.length < 2) return [...choice, ['Enter', 'go on'], ['Esc', 'cancel']];
  const enter = focus >= fields.length - 1 ? 'go on' : 'next field';
  return [['Tab', 'next field'], ...choice, ['Enter', enter], ['^S', 'go on'], ['Esc', 'cancel']];
}

function pressInForm(form: Form, key: Key): Response | undefined {
  if (key.name === 'escape') return {type: 'closed'};
  if (form.busy !== undefined) return undefined;
  const {title, focus, fields} = form;
  switch (key.name) {
    case 'ctrl-s':
      return submitted(form);
    case 'enter':
      return focus >= fields.length - 1 ? submitted(form) : editForm(title, (now) => focusOn(now, focus + 1));
    case 'tab':
    case 'down':
      return editForm(title, (now) => focusOn(now, now.focus + 1));
    case 'shift-tab':
    case 'up':
      return editForm(title, (now) => focusOn(now, now.focus - 1));
    default:
      return typedInto(form, key) === undefined ? undefined : editForm(title, (now) => typedInto(now, key) ?? now);
  }
}

function submitted(form: Form): Response {
  const errors = errorsOf(form);
  if (Object.keys(errors).length > 0) return editForm(form.title, (now) => withErrors(now, errors));
  return form.submit(valuesOf(form));
}
