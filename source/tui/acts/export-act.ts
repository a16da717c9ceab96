import {resolve} from 'node:path';
import type {Command} from '../../control/control.ts';
import {ExportName, misnamed} from '../../control/export-format.ts';
import {closeForm, type Errors, type Field, type Form, type Values, valuesOf} from '../form.ts';
import {markedOrChosen} from '../marks.ts';
import type {Model} from '../model.ts';
import type {Response} from '../press.ts';
import {foundIn, type Part, rowsError, rowsField, withFoundCounted} from './export-rows.ts';
import {submitting} from './submit-form.ts';

export type Export = Extract<Command, {name: 'export'}>;

const title = 'Export a table or a log into a file';
const formats = ['csv', 'json', 'spreadsheet'] as const;

export type Exporting = {readonly table?: Export['table']; readonly rows?: Part};

/** The form before a table is written into a file; the engine writes it, for the screen touches no disk. */
export function openExport(model: Model, {table = model.focus, rows}: Exporting): Response {
  const marked = markedOrChosen(model);
  const session = model.status?.sealed?.session ?? model.status?.session ?? 'today';
  const fields: readonly Field[] = [
    {name: 'table', label: 'Table', text: table, choices: ExportName.options, help: 'ops and audit are the two logs'},
    ...rowsField(model, {table, rows, marked}),
    {
      name: 'format',
      label: 'Format',
      text: 'csv',
      choices: formats,
      help: 'spreadsheet: CSV in which NA stays NA',
    },
    {
      name: 'file',
      label: 'File',
      required: true,
      help: `In ${model.title.folder ?? 'no folder; begin with /'} unless it begins with /`,
      text: proposed(table, 'csv', session),
    },
  ];
  return {
    type: 'opened',
    overlay: {
      kind: 'form',
      form: {
        title,
        sentences: ['A file that is there already is replaced only after a question.'],
        fields,
        focus: fields.length - 1,
        check: (values) => ({...rowsError(model, values), ...fileError(values)}),
        adapt: (form) => withProposal(withFoundCounted(model, form), session),
        submit: (values) => submitted(commandOf(values, {model, marked})),
      },
    },
  };
}

/** Why a file of this name cannot be written in this format. */
export function fileError({file = '', format}: Values): Errors {
  if (file.startsWith('~')) return {file: 'Only a shell knows ~; write the folder out.'};
  const wanted = format === 'json' ? 'json' : 'csv';
  const because = misnamed(file, wanted);
  return because === undefined ? {} : {file: `${because} Let it end in .${wanted}, or choose the other format.`};
}

function submitted(command: Export): Response {
  return {
    type: 'run',
    work: submitting({
      title,
      command: () => command,
      fieldOf: () => 'file',
      otherwise: ({data, sentence}, {apply}) => {
        if (data?.exists !== true) return false;
        apply(closeForm(title));
        apply(replaceQuestion(command, sentence));
        return true;
      },
    }),
  };
}

/** The question before a file that is there is written over. */
export function replaceQuestion(command: Export, sentence: string): Extract<Response, {type: 'opened'}> {
  return {
    type: 'opened',
    overlay: {
      kind: 'ask',
      ask: {
        purpose: {...command, replace: true},
        needs: 'yes',
        title: 'Replace the file?',
        sentences: [sentence, 'What is in it now is lost.'],
        text: '',
      },
    },
  };
}

/** What the values of the form ask for. */
export function commandOf(values: Values, {model, marked}: {model: Model; marked: readonly string[]}): Export {
  const {table, format = 'csv', file = '', rows = 'all'} = values;
  const isSheet = format === 'spreadsheet';
  // A choice is one of them; the focused table is what it began with.
  const chosen = ExportName.options.find((one) => one === table) ?? model.focus;
  const isLog = chosen === 'ops' || chosen === 'audit';
  const symbols = rows === 'all' || isLog ? undefined : rows === 'found' ? foundIn(model, chosen) : marked;
  return {
    name: 'export',
    table: chosen,
    format: format === 'json' ? 'json' : 'csv',
    ...(isSheet ? {spreadsheet: true} : {}),
    file: model.title.folder === undefined ? file : resolve(model.title.folder, file),
    ...(symbols ? {symbols: [...symbols]} : {}),
  };
}

function proposed(table: string, format: string, session: string): string {
  return `symbol-universe-${table}-${session}.${format === 'json' ? 'json' : 'csv'}`;
}

/** A name that was proposed follows table and format; one that a person wrote stays. */
function withProposal(form: Form, session: string): Form {
  const {table = '', format = '', file} = valuesOf(form);
  const proposals = ExportName.options.flatMap((name) => formats.map((one) => proposed(name, one, session)));
  if (!proposals.includes(file ?? '')) return form;
  const text = proposed(table, format, session);
  return {
    ...form,
    fields: form.fields.map((field) => (field.name === 'file' ? {...field, text, cursor: text.length} : field)),
  };
}
