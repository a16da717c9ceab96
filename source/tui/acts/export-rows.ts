import {TableName} from '../../control/query.ts';
import {isSearched} from '../draw-pane-title.ts';
import {count} from '../figures.ts';
import {type Errors, type Field, type Form, type Values, valuesOf} from '../form.ts';
import {areRead, type Model, rowsShown} from '../model.ts';

/** Rows of a table: what search and comparison leave of it, or what is marked. */
export const parts = ['found', 'marked'] as const;
export type Part = (typeof parts)[number];

type Choosing = {
  readonly table: string;
  readonly rows: Part | undefined;
  readonly marked: readonly string[];
};

/** The field that says which rows; nothing where there is no choice. */
export function rowsField(model: Model, {table, rows, marked}: Choosing): readonly Field[] {
  const words = {found: 'found', marked: `${count(marked.length)} marked`};
  const choices = [
    'all',
    ...(isFiltered(model) && areRead(model) ? [words.found] : []),
    ...(marked.length > 1 || rows === 'marked' ? [words.marked] : []),
  ];
  const text = rows === undefined || !choices.includes(words[rows]) ? 'all' : words[rows];
  return choices.length === 1
    ? []
    : [{name: 'rows', label: 'Rows', text, choices, ...foundHelp(model, table, choices)}];
}

/** Whether search or comparison leave rows out. */
export function isFiltered(model: Model): boolean {
  return isSearched(model) || model.comparison !== undefined;
}

function foundHelp(model: Model, table: string, choices: readonly string[]): {readonly help?: string} {
  if (!choices.includes('found')) return {};
  const found = foundIn(model, table);
  return {
    help: found === undefined ? 'of a log always all' : `found: the ${count(found.length)} that ${table} lists now`,
  };
}

/** The symbols that the pane of a table lists; undefined of a log. */
export function foundIn(model: Model, table: string): readonly string[] | undefined {
  const name = TableName.options.find((one) => one === table);
  if (name === undefined) return undefined;
  const {count: many, at} = rowsShown(model, name);
  return Array.from({length: many}, (_, i) => at(i)?.symbol ?? '');
}

/** After another table was chosen. */
export function withFoundCounted(model: Model, form: Form): Form {
  const {table = ''} = valuesOf(form);
  const counted = (field: Field): Field => ({...field, ...foundHelp(model, table, field.choices ?? [])});
  return {...form, fields: form.fields.map((field) => (field.name === 'rows' ? counted(field) : field))};
}

/** Nothing found is nothing to export. */
export function rowsError(model: Model, {table = '', rows}: Values): Errors {
  if (rows !== 'found' || foundIn(model, table)?.length !== 0) return {};
  return {rows: `No row of ${table} is listed now, so there is nothing to export.`};
}
