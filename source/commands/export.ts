import {ExportName, formatNamed, misnamed} from '../control/export-format.ts';
import {TableName} from '../control/query.ts';
import {Failure} from '../failure.ts';
import {type ExportForm, exportRows, exportStream} from '../store/export.ts';
import type {CommandEntry, Context} from './command-entry.ts';
import {dayRange} from './day-range.ts';
import {usage} from './parse.ts';
import {expectReplacing} from './replace-file.ts';

const logs = ['ops', 'audit'] as const;

export const exportTable: CommandEntry = {
  name: 'export',
  group: 'Lists',
  summary: 'A table or a log as CSV or JSON, to stdout or into a file',
  usage: `${ExportName.options.join('|')} [--format csv|json] [--spreadsheet] [--since DATE] [--until DATE] [--output FILE [--force]]`,
  words: {min: 1, max: 1},
  flags: ['format', 'spreadsheet', 'since', 'until', 'output', 'force'],
  flagWords: {until: 'The last day of it; or 90m, 2h, 7d and 2w: so long ago'},
  examples: [
    'universe export final > universe.csv',
    'universe export ops --since 2026-03-02 --format json --output ops.json',
  ],
  run: async (context) => {
    const {words, flags, out, files} = context;
    const chunks = await chunksOf(context, words[0] ?? '');
    if (flags.output !== undefined) {
      if (await files.isThere(flags.output)) await expectReplacing(context, files.absolute(flags.output));
      // As closed as the log itself.
      await files.write(flags.output, chunks, {own: words[0] === 'audit'});
      out.note(`Wrote ${files.absolute(flags.output)}.`);
      return 'done';
    }
    for await (const chunk of chunks) out.raw(chunk);
    return 'done';
  },
};

async function chunksOf(context: Context, name: string): Promise<Iterable<string> | AsyncIterable<string>> {
  const {flags, reading, records} = context;
  const form = formOf(flags);
  const log = logs.find((known) => known === name);
  const {since, until} = flags;
  if (log !== undefined) return exportStream(log, records(log, dayRange(context)), form);
  if (since !== undefined || until !== undefined)
    throw usage('--since and --until go with ops and audit.', 'Leave them out.');
  const table = TableName.safeParse(name);
  if (!table.success) throw usage(`There is no table "${name}".`, `Name one of ${ExportName.options.join(', ')}.`);
  const control = await reading();
  const {rows = [], version, sentence} = await control.query({name: 'table', table: table.data});
  if (sentence !== undefined) throw new Failure('table.unreadable', sentence);
  if (version === 'absent') {
    throw new Failure('table.absent', `There is no ${table.data} table here yet.`, {
      hint: table.data === 'blocklist' ? 'Nothing was ever blocked.' : 'Build first: universe build',
      kind: 'unfit',
    });
  }
  return exportRows(table.data, rows, form);
}

/** The format that was asked for, else the one that the name of the file says. */
function formOf({json, format, spreadsheet, output}: Context['flags']): ExportForm {
  const wanted = json ? 'json' : (format ?? (spreadsheet ? 'csv' : undefined));
  if (wanted === 'json' && spreadsheet) throw usage('--spreadsheet goes with CSV.', 'Leave out --format json.');
  const because = wanted && output !== undefined && misnamed(output, wanted);
  if (because) throw usage(because, `Let --output end in .${wanted}.`);
  return {format: wanted ?? formatNamed(output ?? '') ?? 'csv', spreadsheet};
}
