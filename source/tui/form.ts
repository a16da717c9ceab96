import type {Gesture} from './change.ts';
import type {Key} from './key-input.ts';
import {closeOverlay, type Model} from './model.ts';
import type {Response} from './press.ts';

/** What a person types into a form. Its values live in the model only while it is open. */
export type Form = {
  readonly title: string;
  readonly sentences: readonly string[];
  /** The first line of them that is shown where not all have room. */
  readonly top?: number;
  readonly fields: readonly Field[];
  /** Index of the field that has the keys. */
  readonly focus: number;
  /** What is wrong with the values, by field; asked before `submit`, after what is required. */
  readonly check?: (values: Values) => Errors;
  /** What is perhaps not meant, by field, as the tables are now; shown, and no obstacle. `focused` is the field being typed in. */
  readonly doubts?: (values: Values, about: {readonly model: Model; readonly focused: string | undefined}) => Errors;
  /** After a key: what follows in other fields, such as a name that was proposed. */
  readonly adapt?: (form: Form) => Form;
  /** What Enter on the last field comes to. `perform` closes the form; `run` leaves it to the work, which `editForm` helps. */
  readonly submit: (values: Values) => Response;
  /** Why it takes no keys but Escape just now, such as `Asking the engine.` */
  readonly busy?: string;
};

export type Field = {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** Shown as dots of a fixed number, never as what it is. */
  readonly secret?: boolean;
  /** A secret that was typed before a refusal. Nobody sees where it ends, so whatever is typed now takes its place. */
  readonly isKept?: boolean;
  readonly required?: boolean;
  /** What its text can be on the way to something that fits; what leads elsewhere is not taken, and so never shown. */
  readonly partly?: RegExp;
  readonly text: string;
  /** The text stood there when the form was opened, and the first character takes its place; any other key goes on with it. */
  readonly isSelected?: true;
  /** Characters before the cursor; at the end unless said. */
  readonly cursor?: number;
  readonly error?: string;
  /** What a person should look at again, and may leave. */
  readonly doubt?: string;
  /** All that it can be; left, right and space go through them. */
  readonly choices?: readonly string[];
};

/** By the names of the fields, without spaces around. */
export type Values = Readonly<Record<string, string>>;
export type Errors = Readonly<Record<string, string>>;

/** As long as the longest value of a credential. */
const longestText = 8192;

export function valuesOf({fields}: Form): Values {
  return Object.fromEntries(fields.map(({name, text}) => [name, text.trim()]));
}

/** Errors in their places, none elsewhere, and the keys with the first of them. */
export function withErrors(form: Form, errors: Errors): Form {
  const fields = form.fields.map(({error: _earlier, ...field}): Field => {
    const error = errors[field.name];
    return error === undefined ? field : {...field, error};
  });
  const first = fields.findIndex(({error}) => error !== undefined);
  return {...form, fields, focus: first === -1 ? form.focus : first};
}

/** With what is to be looked at again beside each field. */
export function withDoubts(form: Form, model: Model): Form {
  const doubts = form.doubts?.(valuesOf(form), {model, focused: form.fields[form.focus]?.name});
  if (doubts === undefined) return form;
  const fields = form.fields.map((field): Field => {
    const doubt = doubts[field.name];
    return doubt === undefined ? field : {...field, doubt};
  });
  return {...form, fields};
}

/** What is still wrong before anything is done with it. */
export function errorsOf(form: Form): Errors {
  const values = valuesOf(form);
  const missing = form.fields.filter(({name, required}) => required && values[name] === '');
  return {
    ...form.check?.(values),
    ...Object.fromEntries(missing.map(({name, label}) => [name, `${label} is needed.`])),
  };
}

/** A change of the open form of this title; of no other, for work may end when the person is elsewhere. */
export function editForm(title: string, edit: (form: Form) => Form): Gesture {
  return {
    type: 'edited',
    edit: (model) =>
      model.overlay?.kind === 'form' && model.overlay.form.title === title
        ? {...model, overlay: {...model.overlay, form: edit(model.overlay.form)}}
        : model,
  };
}

/** Closes the form of this title, if it is the one that is open. */
export function closeForm(title: string): Gesture {
  return {
    type: 'edited',
    edit: (model) =>
      model.overlay?.kind === 'form' && model.overlay.form.title === title ? closeOverlay(model) : model,
  };
}

/** The keys go to another field, round the ends. */
export function focusOn(form: Form, index: number): Form {
  const count = form.fields.length;
  return {...form, focus: count === 0 ? 0 : ((index % count) + count) % count};
}

/** The form after a key in its focused field; undefined when the key is none of a field's. */
export function typedInto(form: Form, key: Key): Form | undefined {
  const focused = form.fields[form.focus];
  if (!focused) return undefined;
  const {error: _settled, ...field} = focused;
  const edited = field.choices ? chosen(field, field.choices, key) : editedField(field, key);
  if (!edited) return undefined;
  const typed = {...form, fields: form.fields.map((one, i) => (i === form.focus ? edited : one))};
  return form.adapt?.(typed) ?? typed;
}

export function cursorOf({text, cursor}: Field): number {
  const {length} = Array.from(text);
  return Math.min(cursor ?? length, length);
}

function chosen(field: Field, choices: readonly string[], {name}: Key): Field | undefined {
  const step = name === 'right' || name === ' ' ? 1 : name === 'left' ? -1 : 0;
  if (step === 0) return undefined;
  const at = Math.max(0, choices.indexOf(field.text));
  return {...field, text: choices[(at + step + choices.length) % choices.length] ?? field.text};
}

function editedField(field: Field, key: Key): Field | undefined {
  const from = begun(field, key);
  const characters = Array.from(from.text);
  const at = cursorOf(from);
  const [before, after] = [characters.slice(0, at), characters.slice(at)];
  if (key.text !== undefined) return put(from, [...before, ...Array.from(key.text)], after);
  switch (key.name) {
    case 'backspace':
      return put(from, before.slice(0, -1), after);
    case 'delete':
      return put(from, before, after.slice(1));
    case 'ctrl-u':
      return put(from, [], field.secret ? [] : after);
    case 'ctrl-k':
      return put(from, before, []);
    case 'ctrl-w':
      return put(from, Array.from(before.join('').replace(/\S+\s*$/, '')), after);
    case 'left':
      return {...from, cursor: Math.max(0, at - 1)};
    case 'right':
      return {...from, cursor: Math.min(characters.length, at + 1)};
    case 'home':
    case 'ctrl-a':
      return {...from, cursor: 0};
    case 'end':
    case 'ctrl-e':
      return {...from, cursor: characters.length};
    default:
      return undefined;
  }
}

function begun(field: Field, key: Key): Field {
  if (field.secret) return begunSecret(field, key);
  const {isSelected, ...rest} = field;
  return isSelected && key.text !== undefined ? {...rest, text: ''} : rest;
}

/** Nobody sees where a cursor would stand among dots, so a secret is typed at its end only. */
function begunSecret({cursor: _cursor, ...field}: Field, {name, text}: Key): Field {
  const {isKept, ...rest} = field;
  return isKept && (text !== undefined || name === 'backspace') ? {...rest, text: ''} : field;
}

function put(field: Field, before: readonly string[], after: readonly string[]): Field {
  const whole = [...before, ...after];
  // What does not fit is not taken at all: half a pasted key is worse than none.
  if (whole.length > longestText)
    return {...field, error: `No more than ${longestText} characters fit here; nothing was added.`};
  const text = whole.join('');
  if (field.partly?.test(text) === false && text.length > field.text.length)
    return {...field, error: `${field.label} cannot be that; nothing was added.`};
  return {...field, text, cursor: before.length};
}
