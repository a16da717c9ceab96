import {readExpiry} from '../../universe/expiry.ts';
import {count} from '../figures.ts';
import type {Field, Form, Values} from '../form.ts';
import {areRead, type Model} from '../model.ts';
import type {Response} from '../press.ts';
import {symbolsLike, tabled} from '../symbols-known.ts';
import {reasonErrors} from './reason-errors.ts';
import {submitting} from './submit-form.ts';

/** More than these are named in a sentence instead of a field that nobody could read. */
const mostTyped = 12;
/** When the universe follows the blocklist while the engine is halted. */
const afterResume = 'at the next seal after the engine is resumed';

export type Blocking = {
  readonly symbols: readonly string[];
  readonly reason?: string;
  /** As it is typed. */
  readonly until?: string;
  readonly now: number;
  /** Nothing is sealed before a person resumes the engine. */
  readonly isHalted?: boolean;
};

/** The form before symbols are blocked by a person. */
export function openBlock({symbols, reason = '', until = '', now, isHalted}: Blocking): Response {
  const form = {
    title: symbols.length > mostTyped ? `Block ${count(symbols.length)} marked symbols` : 'Block symbols',
    sentences: [
      ...marked(symbols),
      `They leave the universe ${isHalted ? afterResume : 'at once outside a session, else at the next seal'}, and stay out until a person or the end says otherwise.`,
    ],
  };
  const expiry: Field = {
    name: 'until',
    label: 'Until',
    help: '7d, 2w or 2026-12-31; empty: until a person unblocks them',
    text: until,
  };
  return opened({
    ...form,
    fields: [...symbolField(symbols), reasonField(reason), expiry],
    doubts: ({symbols: typed = ''}, about) => {
      const doubt = doubtOf(typed, about);
      return doubt === undefined ? {} : {symbols: doubt};
    },
    check: (values) => {
      const {error} = readExpiry(values.until ?? '', now);
      return {...reasonErrors(values), ...(error === undefined ? {} : {until: error})};
    },
    submit: (values) => ({
      type: 'run',
      work: submitting({
        title: form.title,
        command: ({clock}) => {
          const {until: end} = readExpiry(values.until ?? '', clock.now().getTime());
          return {
            name: 'blocklist.add',
            symbols: symbolsOf(values, symbols),
            justification: values.reason ?? '',
            ...(end === undefined ? {} : {until: end}),
          };
        },
        fieldOf,
      }),
    }),
  });
}

/** The form before symbols are taken off the blocklist. */
export function openUnblock({symbols, reason = '', isHalted}: Omit<Blocking, 'until' | 'now'>): Response {
  const title = symbols.length > mostTyped ? `Unblock ${count(symbols.length)} marked symbols` : 'Unblock symbols';
  return opened({
    title,
    sentences: [
      ...marked(symbols),
      `Where only the block keeps them out of the universe they come back ${isHalted ? afterResume : 'at once outside a session'}.`,
      'The next build prices them, and blocks again what is still below the floor.',
    ],
    fields: [...symbolField(symbols), reasonField(reason)],
    check: reasonErrors,
    submit: (values) => ({
      type: 'run',
      work: submitting({
        title,
        command: () => ({
          name: 'blocklist.remove',
          symbols: symbolsOf(values, symbols),
          justification: values.reason ?? '',
        }),
        fieldOf,
      }),
    }),
  });
}

function opened(form: Omit<Form, 'focus'>): Response {
  const firstEmpty = form.fields.findIndex(({text, required}) => required && text === '');
  return {
    type: 'opened',
    overlay: {kind: 'form', form: {...form, focus: firstEmpty === -1 ? form.fields.length - 1 : firstEmpty}},
  };
}

function marked(symbols: readonly string[]): readonly string[] {
  if (symbols.length <= mostTyped) return [];
  return [`${symbols.slice(0, mostTyped).join(', ')} and ${symbols.length - mostTyped} more.`];
}

function symbolField(symbols: readonly string[]): readonly Field[] {
  if (symbols.length > mostTyped) return [];
  const help = 'In any spelling, with spaces or commas between them';
  return [{name: 'symbols', label: 'Symbols', required: true, help, text: symbols.join(' ')}];
}

function reasonField(text: string): Field {
  return {name: 'reason', label: 'Reason', required: true, help: 'Stands in the ops log and beside the symbol', text};
}

function symbolsOf({symbols: text}: Values, marked: readonly string[]): string[] {
  return text === undefined ? [...marked] : wordsOf(text);
}

function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ''))];
}

/** Symbols that no table has are perhaps mistyped, but may be blocked all the same. The word that is being typed has time until nothing begins as it does. */
function doubtOf(
  typed: string,
  {model, focused}: {readonly model: Model; readonly focused: string | undefined},
): string | undefined {
  if (!areRead(model) || model.tables.unfiltered.rows.length === 0) return undefined;
  const isTabled = tabled(model);
  const words = wordsOf(typed);
  const strange = words.filter((word, i) => {
    const isBeingTyped = focused === 'symbols' && i === words.length - 1;
    return !isTabled(word) && !(isBeingTyped && symbolsLike(model, /^[a-z]*/i.exec(word)?.[0] ?? '').length > 0);
  });
  if (strange.length === 0) return undefined;
  const are = strange.length === 1 ? 'is' : 'are';
  return `${strange.join(', ')} ${are} in none of the four tables: mistyped? Going on blocks ${strange.length === 1 ? 'it' : 'them'} all the same.`;
}

function fieldOf(code: string): string {
  if (code === 'blocklist.until') return 'until';
  return code === 'usage.ticker' || code === 'blocklist.absent' ? 'symbols' : 'reason';
}
