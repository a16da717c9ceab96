import type {CredentialRow} from '../../control/credential-state.ts';
import {readExpiry} from '../../universe/expiry.ts';
import type {Field, Form, Values} from '../form.ts';
import type {Response} from '../press.ts';
import {submitting} from './submit-form.ts';

/** No field of a provider can be called this: their names have no space. */
const lastDay = 'last day';

const purposes = {
  'credentials.set': {
    verb: 'Credentials of',
    sentence: 'What is left empty stays as it is. What is typed or pasted is shown nowhere and kept encrypted.',
  },
  'credentials.rotate': {
    verb: 'Rotate',
    sentence:
      'Every value must be another than the one that is kept; the provider is asked before it takes its place, and where it cannot be reached that is said.',
  },
} as const;

/** The form of a provider, drawn from its fields; to rotate, of those that are set. */
export function openCredentialForm(
  row: CredentialRow,
  {name, field, now}: {readonly name: keyof typeof purposes; readonly field?: string; readonly now: number},
): Response {
  const {provider, title: provided} = row;
  const {verb, sentence} = purposes[name];
  const title = `${verb} ${provided} (${provider})`;
  const asked = row.fields.filter(({present}) => present || name === 'credentials.set');
  if (asked.length === 0) {
    const text = `Nothing of ${provided} is kept that could be rotated; a adds it.`;
    return {type: 'say', tone: 'warn', text};
  }
  const form: Form = {
    title,
    sentences: [sentence],
    fields: [...asked.map((one) => fieldOf(one, name)), endField],
    focus: Math.max(
      0,
      asked.findIndex((one) => one.field === field),
    ),
    check: (values) => {
      const {error} = readExpiry(values[lastDay] ?? '', now);
      if (error !== undefined) return {[lastDay]: error};
      const first = asked[0]?.field ?? '';
      return Object.keys(given(values)).length > 0 ? {} : {[first]: 'Nothing was typed, so nothing would change.'};
    },
    submit: (values) => ({
      type: 'run',
      work: submitting({
        title,
        command: ({clock}) => {
          const kept = given(values);
          const {until} = readExpiry(values[lastDay] ?? '', clock.now().getTime());
          const secrets = asked.filter((one) => one.secret && kept[one.field] !== undefined);
          const expires = until && Object.fromEntries(secrets.map((one) => [one.field, until]));
          return {name, provider, values: kept, ...(expires ? {expires} : {})};
        },
        forget: forgotten,
        recall: (now, said) => recalled(now, values, named(said, asked)),
        fieldOf: (code, said) =>
          code === 'credentials.expiry' ? lastDay : (named(said, asked) ?? asked[0]?.field ?? lastDay),
      }),
    }),
  };
  return {type: 'opened', overlay: {kind: 'form', form}};
}

const endField: Field = {
  name: lastDay,
  label: 'Last day',
  help: 'Of the secrets above: 90d, 12w or 2026-12-31; empty: no end is known',
  text: '',
  // A secret pasted here by mistake would stand on the screen.
  partly: /^\s*(\d{0,4}\s*[dw]?|\d{4}-[\d-]{0,5})\s*$/i,
};

function fieldOf(
  {field, label, help, secret, required, present}: CredentialRow['fields'][number],
  name: string,
): Field {
  const kept = present && name === 'credentials.set' ? 'Set; empty keeps it.' : '';
  const words = [help?.replace(/\.?$/, '.'), kept].filter((word) => word);
  return {
    name: field,
    label,
    secret,
    required: required && !present,
    text: '',
    ...(words.length > 0 ? {help: words.join(' ')} : {}),
  };
}

function given(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => name !== lastDay && value !== ''));
}

/** The field that a refusal is about: its sentences begin with the name. */
function named(said: string, asked: CredentialRow['fields']): string | undefined {
  return asked.find(({field}) => new RegExp(`^(The|No) ${field} of `).test(said))?.field;
}

/** Once they are on their way no value waits on the screen, not even as dots. */
function forgotten(form: Form): Form {
  return {
    ...form,
    fields: form.fields.map(({cursor: _place, ...field}) => (field.name === lastDay ? field : {...field, text: ''})),
  };
}

/** After a refusal everything is where it was but the secret that was refused: nobody could see what is wrong with it. */
function recalled(form: Form, values: Values, refused: string | undefined): Form {
  return {
    ...form,
    fields: form.fields.map((field): Field => {
      const text = values[field.name] ?? '';
      if (!field.secret) return {...field, text};
      return text === '' || field.name === refused ? field : {...field, text, isKept: true};
    }),
  };
}
