import type {SettingRow} from '../control/query.ts';
import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {tell} from './follow.ts';
import {grid} from './grid.ts';
import {nearest} from './nearest.ts';
import {usage} from './parse.ts';

export const settings: CommandEntry = {
  name: 'settings',
  group: 'Lists',
  summary: 'Read and change the settings of this root',
  usage: 'list | get FIELD | set FIELD VALUE | unset FIELD',
  words: {min: 1, max: 3},
  flags: [],
  examples: [
    'universe settings list',
    'universe settings set minPrice 2',
    'universe settings set exchanges NYSE,NASDAQ',
    'universe settings unset maxMarketCap',
  ],
  run: (context) => {
    const [verb = '', field, value] = context.words;
    if (verb === 'list' && field === undefined) return list(context);
    if (verb === 'get' && field !== undefined && value === undefined) return get(context, field);
    if (verb === 'set' && field !== undefined && value !== undefined) return set(context, field, value);
    if (verb === 'unset' && field !== undefined && value === undefined) return unset(context, field);
    throw usage(
      `universe settings does not know "${context.words.join(' ')}".`,
      `Write universe settings ${settings.usage}.`,
    );
  },
};

async function list({reading, flags, out}: Context): Promise<ExitKind> {
  const control = await reading();
  const rows = await control.query({name: 'settings'});
  if (flags.json) out.json(rows);
  else {
    const cells = rows.map(({field, value, changed, help}) => [
      {text: field, look: (text: string) => (changed ? out.paint('strong', text) : text)},
      changed ? '*' : '',
      shown(value),
      help,
    ]);
    out.data(grid(cells));
    out.note('* differs from its default.');
  }
  return 'done';
}

async function get({reading, flags, out}: Context, field: string): Promise<ExitKind> {
  const control = await reading();
  const rows = await control.query({name: 'settings'});
  const row = rows.find((candidate) => candidate.field === field);
  if (row === undefined) throw unknown(field, rows);
  if (flags.json) out.json(row);
  else out.data(shown(row.value));
  return 'done';
}

async function set(context: Context, field: string, text: string): Promise<ExitKind> {
  const control = await context.writing();
  const rows = await control.query({name: 'settings'});
  const row = rows.find((candidate) => candidate.field === field);
  return tell(
    context,
    await control.perform({name: 'settings.set', field, value: settingValue(text, row)}, context.actor),
  );
}

async function unset(context: Context, field: string): Promise<ExitKind> {
  const control = await context.writing();
  return tell(context, await control.perform({name: 'settings.unset', field}, context.actor));
}

/** What was typed, as the setting's schema wants it; a list may be written with commas. */
function settingValue(text: string, row: SettingRow | undefined): unknown {
  const isList = Array.isArray(row?.value ?? row?.default);
  try {
    const parsed: unknown = JSON.parse(text);
    return isList && !Array.isArray(parsed) ? [parsed] : parsed;
  } catch {
    // Not JSON, so it is the text itself.
  }
  if (!isList || text === 'any') return text;
  return text.split(',').map((part) => part.trim());
}

function shown(value: unknown): string {
  if (value === undefined) return 'unset';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unknown(field: string, rows: readonly SettingRow[]) {
  const meant = nearest(
    field,
    rows.map((row) => row.field),
  );
  return usage(`There is no setting "${field}".`, meant ? `Did you mean ${meant}?` : 'See universe settings list.');
}
