import type {Command} from '../control/control.ts';
import type {CredentialRow} from '../control/credential-state.ts';
import {nearest} from '../universe/nearest.ts';
import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {showBackups} from './credential-backups.ts';
import {listCredentials, showDiff, showValues} from './credential-lists.ts';
import {credentialValues, refuseValues} from './credential-values.ts';
import {tell} from './follow.ts';
import {lastDay} from './last-day.ts';
import {usage} from './parse.ts';
import {performSayingWaits} from './waits.ts';

const form =
  'list | set ID [--until DATE] | rotate ID | remove ID [FIELD] | show ID | check [ID…] | backups | diff BACKUP | restore BACKUP [--reason TEXT]';

/** Those that name something. */
const needy = ['set', 'rotate', 'remove', 'show', 'diff', 'restore'];
const verbs = ['list', 'set', 'rotate', 'remove', 'show', 'check', 'backups', 'diff', 'restore'];

export const credentials: CommandEntry = {
  name: 'credentials',
  group: 'Secrets',
  summary: 'Keys and tokens of the providers, encrypted in one file',
  usage: form,
  words: {min: 1, max: 50},
  flags: ['until', 'reason'],
  flagWords: {until: 'The last day on which they are good; or 7d and 2w: so long from now'},
  notes: [
    'Values are asked for at a terminal, or read from stdin: a JSON object, lines of FIELD=VALUE, or the bare',
    'value where there is one field. --until is the last day on which they are good: 2026-12-31, or 90d from now.',
    '--reason goes with restore alone.',
    'check exits 5 where a provider refuses them or they are missing, 7 where none does and one is not reached.',
  ],
  examples: [
    'universe credentials list',
    'universe credentials set polygon --until 2026-12-31',
    'pass show polygon | universe credentials set polygon',
    'universe credentials rotate alpaca',
    'universe credentials check',
    'universe credentials restore screener_api.json.enc.20260302T220000000Z',
  ],
  // It waits for providers, and what it came to is on record also where nobody waits for it any more.
  stoppable: ([verb]) => verb === 'check',
  needsRoot: ([verb]) => verb !== 'set',
  run: (context) => {
    const [verb = '', ...words] = context.words;
    refuseValues(context.words);
    const [first, second] = words;
    refuseFlags(context, verb);
    if (verb === 'list' && words.length === 0) return listCredentials(context);
    if (verb === 'set' && first !== undefined && words.length === 1) return put(context, 'credentials.set', first);
    if (verb === 'rotate' && first !== undefined && words.length === 1)
      return put(context, 'credentials.rotate', first);
    if (verb === 'remove' && first !== undefined && words.length <= 2)
      return change(context, {
        name: 'credentials.remove',
        provider: first,
        ...(second === undefined ? {} : {field: second}),
      });
    if (verb === 'show' && first !== undefined && words.length === 1) return showValues(context, first);
    if (verb === 'check') return check(context, words);
    if (verb === 'backups' && words.length === 0) return showBackups(context);
    if (verb === 'diff' && first !== undefined && words.length === 1) return showDiff(context, first);
    if (verb === 'restore' && first !== undefined && words.length === 1)
      return change(context, {name: 'credentials.restore', backup: first, ...reasonOf(context)});
    if (needy.includes(verb) && words.length === 0)
      throw usage(`universe credentials ${verb} wants more than it was given.`, `Write universe credentials ${form}.`);
    // What else stands there may be a value that somebody hoped to set, and is not said again.
    throw usage(
      verbs.includes(verb)
        ? `universe credentials ${verb} does not go with what follows it.`
        : 'universe credentials does not know what to do.',
      `Write universe credentials ${form}.`,
    );
  },
};

/** A flag that would go unheard is refused. */
function refuseFlags({flags: {until, reason}}: Context, verb: string): void {
  if (!verbs.includes(verb)) return;
  if (until !== undefined && !['set', 'rotate'].includes(verb))
    throw usage('--until goes with credentials set and rotate.', 'Leave it out.');
  if (reason !== undefined && verb !== 'restore')
    throw usage('--reason goes with credentials restore.', 'Leave it out.');
}

function reasonOf({flags: {reason}}: Context) {
  return reason === undefined ? {} : {justification: reason};
}

async function change(context: Context, command: Command): Promise<ExitKind> {
  const control = await context.writing();
  return tell(context, await control.perform(command, context.actor));
}

async function check(context: Context, providers: readonly string[]): Promise<ExitKind> {
  const {signal} = context;
  const control = await context.writing();
  const command: Command = {
    name: 'credentials.check',
    ...(providers.length === 0 ? {} : {providers: [...providers]}),
  };
  const performing = performSayingWaits(context, control, command);
  const ended = await Promise.race([performing, aborted(signal)]);
  if (ended !== undefined) return tell(context, ended);
  // Letting go of the engine breaks off the question, and writes down that it was; what it came to is of no interest here.
  performing.catch(() => {});
  return signal.reason as ExitKind;
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), {once: true});
  });
}

/** The form is looked up before anything is asked for, so that nobody types a secret for nothing. */
async function put(context: Context, name: 'credentials.set' | 'credentials.rotate', id: string): Promise<ExitKind> {
  const {until} = lastDay(context);
  const control = await context.writing();
  const row = rowOf((await control.query({name: 'credentials'})).providers, id);
  const values = await credentialValues(context, row, {renew: name === 'credentials.rotate'});
  const secrets = row.fields.flatMap(({field, secret}) => (secret && values[field] !== undefined ? [field] : []));
  const expires = until === undefined ? {} : {expires: Object.fromEntries(secrets.map((field) => [field, until]))};
  return tell(
    context,
    await performSayingWaits(context, control, {name, provider: id, values: {...values}, ...expires}),
  );
}

function rowOf(rows: readonly CredentialRow[], id: string): CredentialRow {
  const row = rows.find(({provider}) => provider === id);
  if (row !== undefined) return row;
  const known = rows.map(({provider}) => provider);
  const meant = nearest(id, known);
  throw usage(
    `No provider "${id}" takes credentials.`,
    meant ? `Did you mean ${meant}?` : `These do: ${known.join(', ') || 'none'}.`,
  );
}
