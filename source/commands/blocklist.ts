import {type BlocklistEntry, reasonText} from '../universe/blocklist.ts';
import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {tell} from './follow.ts';
import {grid} from './grid.ts';
import {lastDay} from './last-day.ts';
import {usage} from './parse.ts';
import {symbolWords} from './symbol-list.ts';
import {undoBlocklist} from './undo-blocklist.ts';

export const blocklist: CommandEntry = {
  name: 'blocklist',
  group: 'Lists',
  summary: 'List what is blocked; block or unblock symbols with a reason, or undo that',
  usage:
    'list | add SYMBOL… --reason TEXT [--until DATE] | remove SYMBOL… --reason TEXT | undo [--reason TEXT] [--dry-run]',
  words: {min: 1, max: 1000},
  flags: ['reason', 'until', 'dryRun'],
  flagWords: {until: 'The last day on which they are blocked; or 7d and 2w: so long from now'},
  notes: [
    'undo reverses the last change that a person made by a command or in the dashboard, and says first which one',
    'that is; --dry-run only says it. An edit of the file by hand and a recovery are not undone.',
  ],
  examples: [
    'universe blocklist list',
    'universe blocklist add ABC --reason "merger closes on Friday" --until 2026-03-06',
    'universe blocklist add ABC --reason "split on Monday" --until 7d',
    'universe blocklist remove ABC --reason "merger is off"',
    'universe blocklist undo --dry-run',
  ],
  needsRoot: ([verb]) => verb === 'remove' || verb === 'undo',
  run: (context) => {
    const [verb = '', ...words] = context.words;
    if (context.flags.dryRun && verb !== 'undo') throw usage('--dry-run goes with blocklist undo.', 'Leave it out.');
    if (verb === 'list' && words.length === 0) return list(context);
    if (verb === 'undo' && words.length === 0) return undoBlocklist(context);
    if (verb === 'add' || verb === 'remove') return change(context, verb, symbolWords(words));
    throw usage(
      `universe blocklist does not know "${[verb, ...words].join(' ')}".`,
      'Write list, add SYMBOL…, remove SYMBOL… or undo.',
    );
  },
};

async function list({reading, flags, out}: Context): Promise<ExitKind> {
  const control = await reading();
  const {rows = [], sentence} = await control.query({name: 'table', table: 'blocklist'});
  // The blocklist's table holds its entries and nothing else.
  const entries = rows as readonly BlocklistEntry[];
  if (sentence !== undefined) {
    out.error(sentence);
    return 'failed';
  }
  if (flags.json) out.json(entries);
  else if (entries.length === 0) out.note('Nothing is blocked.');
  else
    out.data(grid(entries.map((entry) => [entry.symbol, entry.at, whoOf(entry), reasonText(entry), untilOf(entry)])));
  return 'done';
}

function whoOf(entry: BlocklistEntry): string {
  return entry.origin === 'manual' ? `user:${entry.actor}` : entry.provider;
}

function untilOf(entry: BlocklistEntry): string {
  return entry.origin === 'manual' && entry.expires !== undefined ? `until ${entry.expires}` : '';
}

async function change(context: Context, verb: 'add' | 'remove', symbols: string[]): Promise<ExitKind> {
  const {reason: justification, until} = context.flags;
  if (symbols.length === 0)
    throw usage(`universe blocklist ${verb} wants symbols.`, `Write universe blocklist ${verb} SYMBOL… --reason TEXT.`);
  if (justification === undefined) throw usage('A change of the blocklist needs a reason.', 'Add --reason TEXT.');
  if (verb === 'remove' && until !== undefined) throw usage('--until goes with blocklist add.', 'Leave it out.');
  const expires = lastDay(context);
  const control = await context.writing();
  if (verb === 'remove')
    return tell(context, await control.perform({name: 'blocklist.remove', symbols, justification}, context.actor));
  return tell(
    context,
    await control.perform({name: 'blocklist.add', symbols, justification, ...expires}, context.actor),
  );
}
