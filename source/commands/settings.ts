import type {Control} from '../control/control.ts';
import type {SettingRow} from '../control/query.ts';
import {namedFrom} from '../control/setting-paths.ts';
import {policyOf} from '../control/setting-value.ts';
import {nearest} from '../universe/nearest.ts';
import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {tell} from './follow.ts';
import {grid} from './grid.ts';
import {misfit, usage} from './parse.ts';

export const settings: CommandEntry = {
  name: 'settings',
  group: 'Lists',
  summary: 'Read and change the settings of this root',
  usage: 'list | get FIELD | set FIELD VALUE | unset FIELD',
  words: {min: 1, max: 3},
  flags: [],
  notes: ['Millions are written 500e6, a list with commas.'],
  examples: [
    'universe settings list',
    'universe settings set minPrice 2',
    'universe settings set exchanges NYSE,NASDAQ',
    'universe settings set minMarketCap 500e6',
    'universe settings unset maxMarketCap',
    'universe settings set rotation.each.finnhub.maxAgeDays 30',
    'universe settings set providers.nasdaq.baseUrl http://127.0.0.1:8080',
  ],
  needsRoot: ([verb]) => verb === 'unset',
  run: (context) => {
    const [verb = '', field, value] = context.words;
    if (verb === 'list' && field === undefined) return list(context);
    if (verb === 'get' && field !== undefined && value === undefined) return get(context, field);
    if (verb === 'set' && field !== undefined && value !== undefined) return set(context, field, value);
    if (verb === 'unset' && field !== undefined && value === undefined) return unset(context, field);
    throw misfit(context.words, settings);
  },
};

/** What every provider takes besides the settings that are listed. */
const ofProviders = ['enabled', 'baseUrl', 'allowPlainHttp', 'sleepMs', 'options'] as const;

async function list({reading, flags, out}: Context): Promise<ExitKind> {
  const control = await reading();
  const rows = await control.query({name: 'settings'});
  if (flags.json) out.json(rows);
  else {
    const cells = rows.map(({field, value, default: initial, changed, help}) => [
      {text: field, look: (text: string) => (changed ? out.paint('strong', text) : text)},
      changed ? '*' : '',
      changed ? `${shown(value)} (default ${shown(initial)})` : shown(value),
      help,
    ]);
    const providers = await control.query({name: 'providers'});
    const ids = providers.map(({id}) => id);
    const keyed = providers.flatMap(({id, needsCredentials}) => (needsCredentials ? [id] : []));
    out.data(grid(cells));
    out.note('* differs from its default.');
    out.note(
      `For each provider ID of ${ids.join(', ')}: ${ofProviders.map((key) => `providers.ID.${key}`).join(', ')}`,
    );
    if (keyed.length > 0)
      out.note(
        `For each provider ID with secrets, ${keyed.join(', ')}: ${policyOf('ID').join(', ')}; of one of its secrets alone: ${policyOf('ID.FIELD')[0]} and so on.`,
      );
  }
  return 'done';
}

async function get({reading, flags, out}: Context, field: string): Promise<ExitKind> {
  const control = await reading();
  const rows = await control.query({name: 'settings'});
  const row = rows.find((candidate) => candidate.field === field);
  if (row === undefined) {
    await refuseUnknown(control, field, rows);
    throw usage(`${field} is not set.`, `Set it with: universe settings set ${field} VALUE`);
  }
  if (flags.json) out.json(row);
  else out.data(shown(row.value));
  return 'done';
}

async function set(context: Context, field: string, text: string): Promise<ExitKind> {
  const control = await context.writing();
  const rows = await control.query({name: 'settings'});
  await refuseUnknown(control, field, rows);
  const row = rows.find((candidate) => candidate.field === field);
  const value = namedFrom(context.files.absolute('.'), field, settingValue(text, row));
  return tell(context, await control.perform({name: 'settings.set', field, value}, context.actor));
}

async function unset(context: Context, field: string): Promise<ExitKind> {
  const control = await context.writing();
  await refuseUnknown(control, field, await control.query({name: 'settings'}));
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

/** Also a part of a setting is one: `access.users.ann`, `providers.csv.options.path`. */
async function refuseUnknown(control: Control, field: string, rows: readonly SettingRow[]): Promise<void> {
  const isPart = (name: string) => field === name || field.startsWith(`${name}.`);
  if (rows.some((row) => isPart(row.field))) return;
  const ids = (await control.query({name: 'providers'})).map(({id}) => id);
  const [first, id = '', key = ''] = field.split('.');
  // Which providers there are, and were once, the holder knows better.
  if (first === 'providers' && !ids.includes(id)) return;
  if (first === 'providers' && ofProviders.some((name) => name === key)) return;
  const names = ids.flatMap((known) => ofProviders.map((name) => `providers.${known}.${name}`));
  const meant = nearest(field, [...rows.map((row) => row.field), ...names]);
  throw usage(`There is no setting "${field}".`, meant ? `Did you mean ${meant}?` : 'See universe settings list.');
}
