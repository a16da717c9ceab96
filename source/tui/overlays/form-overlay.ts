import {drawForm, toldPage} from '../draw-form.ts';
import {editForm, errorsOf, type Form, focusOn, typedInto, valuesOf, withDoubts, withErrors} from '../form.ts';
import type {Key} from '../key-input.ts';
import type {Model, Overlay} from '../model.ts';
import {insideOf} from '../overlay-area.ts';
import {ownActOf} from '../own-keys.ts';
import type {Response} from '../press.ts';
import {isCut, type TextPage, topAfter} from '../text-page.ts';
import type {FooterKeys} from '../views/footer-keys.ts';
import type {OverlayKind} from './overlay.ts';

const boxWidth = 78;

/** Fields that a person fills in before something happens. */
export const formOverlay: OverlayKind<Extract<Overlay, {kind: 'form'}>> = {
  width: () => boxWidth,
  draw: ({form}, theme, inside) => drawForm(withDoubts(form, inside.model), theme, inside),
  press: ({form}, model, key) => pagedForm(form, model, key) ?? pressInForm(form, key),
  footer: ({form}, model) => (isCut(toldIn(form, model)) ? [['PgDn', 'more'], ...keysOf(form)] : keysOf(form)),
};

function keysOf({busy, fields, focus}: Form): FooterKeys {
  if (busy !== undefined) return [['Esc', 'close']];
  const choice: FooterKeys = fields[focus]?.choices ? [['left right', 'choose']] : [];
  if (fields.length < 2) return [...choice, ['Enter', 'go on'], ['Esc', 'cancel']];
  const enter = focus >= fields.length - 1 ? 'go on' : 'next field';
  return [['Tab', 'next field'], ...choice, ['Enter', enter], ['^S', 'go on'], ['Esc', 'cancel']];
}

/** The arrows go from field to field, so what it is about is turned by pages alone. */
function pagedForm(form: Form, model: Model, {name}: Key): Response | undefined {
  const top = name === 'page-down' || name === 'page-up' ? topAfter(name, toldIn(form, model)) : undefined;
  return top === undefined ? undefined : editForm(form.title, (now) => ({...now, top}));
}

function toldIn(form: Form, model: Model): TextPage {
  return toldPage(withDoubts(form, model), insideOf(model, boxWidth));
}

function pressInForm(form: Form, key: Key): Response | undefined {
  const own = ownActOf('form', key.name);
  if (own === 'cancel') return {type: 'closed'};
  if (form.busy !== undefined) return undefined;
  const {title, focus, fields} = form;
  switch (own) {
    case 'go-on':
      return submitted(form);
    case 'next-or-on':
      return focus >= fields.length - 1 ? submitted(form) : editForm(title, (now) => focusOn(now, focus + 1));
    case 'next':
      return editForm(title, (now) => focusOn(now, now.focus + 1));
    case 'previous':
      return editForm(title, (now) => focusOn(now, now.focus - 1));
    case undefined:
      return typedInto(form, key) === undefined ? undefined : editForm(title, (now) => typedInto(now, key) ?? now);
  }
}

function submitted(form: Form): Response {
  const errors = errorsOf(form);
  if (Object.keys(errors).length > 0) return editForm(form.title, (now) => withErrors(now, errors));
  return form.submit(valuesOf(form));
}
