import {ExportName, formatNamed} from '../../control/export-format.ts';
import {markedOrChosen} from '../marks.ts';
import {areRead, type Model} from '../model.ts';
import type {Response} from '../press.ts';
import {commandOf, fileError, openExport, replaceQuestion} from './export-act.ts';
import {isFiltered, parts, rowsError} from './export-rows.ts';

/** What `export` of the palette comes to: done at once where its file is named, else the form; a sentence where the words make no sense. */
export function exportTyped(model: Model, words: readonly string[]): Response | string {
  const [first, ...others] = words;
  const table = ExportName.options.find((one) => one === first);
  const [second, ...rest] = table === undefined ? words : others;
  const rows = parts.find((one) => one === second);
  if (first !== undefined && table === undefined && rows === undefined)
    return `There is no table "${first}": ${ExportName.options.join(', ')}.`;
  const file = (rows === undefined && second !== undefined ? [second, ...rest] : rest).join(' ');
  if (rows !== undefined && (table === 'ops' || table === 'audit'))
    return `Of a log all is exported: export ${table} FILE`;
  if (rows === 'found' && !isFiltered(model))
    return 'Nothing is searched for or compared, so nothing is found; / searches.';
  if (rows === 'marked' && model.marks[model.focus].held === 0)
    return 'Nothing is marked in this table; space marks a row.';
  if (rows === 'found' && !areRead(model)) return 'The tables are still being read; a moment.';
  if (file === '') return openExport(model, {...(table ? {table} : {}), ...(rows ? {rows} : {})});
  const values = {table: table ?? model.focus, format: formatNamed(file) ?? 'csv', file, rows: rows ?? 'all'};
  const [wrong] = Object.values({...rowsError(model, values), ...fileError(values)});
  if (wrong !== undefined) return wrong;
  const command = commandOf(values, {model, marked: markedOrChosen(model)});
  return {
    type: 'run',
    work: async ({perform, apply}) => {
      const result = await perform(command);
      if (result?.data?.exists === true) apply(replaceQuestion(command, result.sentence));
    },
  };
}

/** What the palette can be told after `export`. */
export function exportWords(words: readonly string[]): readonly {readonly word: string}[] {
  const known = words.length === 1 ? [...ExportName.options, ...parts] : words.length === 2 ? parts : [];
  return known.map((word) => ({word}));
}
