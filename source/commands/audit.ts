import {changeActions, credentialActions, eventActions} from '../control/audit-actions.ts';
import type {AuditedLine} from '../control/audit-lines.ts';
import {actText, folded} from '../control/audit-pairs.ts';
import type {AuditAnswer} from '../control/credential-answers.ts';
import {asksForEvents, wantedLine} from '../control/event-line.ts';
import type {CheckResult} from '../control/query.ts';
import type {WantedLines} from '../control/wanted-lines.ts';
import type {LogRecord} from '../store/log-file.ts';
import {eventSentence} from '../tui/event-sentence.ts';
import {count} from '../tui/figures.ts';
import {refuseUnknown} from './audit-words.ts';
import {checkLines} from './checks.ts';
import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {dayRange} from './day-range.ts';
import {grid} from './grid.ts';
import type {Output} from './output.ts';
import {usage} from './parse.ts';

export const audit: CommandEntry = {
  name: 'audit',
  group: 'Secrets',
  summary: 'Who did what: read both logs, or prove that nobody changed them',
  usage:
    'show [--actor NAME] [--action NAME] [--provider ID] [--symbol SYMBOL] [--events] [--since DATE] [--until DATE] | verify',
  words: {min: 1, max: 1},
  flags: ['actor', 'action', 'provider', 'symbol', 'events', 'since', 'until'],
  flagWords: {until: 'The last day of it; or 90m, 2h, 7d and 2w: so long ago'},
  notes: [
    'show joins what people did in the ops log and everything in the audit log of the credentials, oldest first.',
    'What was intended and what came of it are one row; --json has every record.',
    '--symbol, --provider and the type of an event as --action find all records of it; --events shows them all.',
    '--since and --until take a day, a moment such as 2026-03-02T14:30, or 90m, 2h, 7d and 2w for so long ago.',
    'An action may be named by either side of its point: halt is halt.set too.',
    'Or by its command: credentials.reveal is reveal, keys.rotate is key-rotate.',
    ...listed('--action of the credentials:', credentialActions),
    ...listed('--action of the rest:', changeActions),
    ...listed(
      '--action of what happens by itself:',
      eventActions.filter((type) => type !== 'credential.changed'),
    ),
  ],
  examples: [
    'universe audit show --since 7d',
    'universe audit show --since 2h',
    'universe audit show --symbol AAPL',
    'universe audit show --actor ann --action reveal --json',
    'universe audit verify && echo untouched',
  ],
  run: (context) => {
    const [verb] = context.words;
    if (verb === 'show') return show(context);
    if (verb === 'verify') return verify(context);
    throw usage(`universe audit does not know "${verb}".`, 'Write show or verify.');
  },
};

/** Names in lines as wide as the help. */
function listed(head: string, names: readonly string[]): readonly string[] {
  const lines = [head];
  for (const [index, name] of names.entries()) {
    const word = `${name}${index < names.length - 1 ? ',' : '.'}`;
    const line = `${lines.at(-1)} ${word}`;
    if (line.length <= 108) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}

async function verify({reading, flags, out}: Context): Promise<ExitKind> {
  const answer = await (await reading()).query({name: 'audit'});
  if (flags.json) out.json(answer);
  else {
    out.data(checkLines(answer.checks, out));
    out.data(`\n${verdict(answer, out)}`);
  }
  return answer.whole ? 'done' : 'failed';
}

/** Plainly: all is good, or good again since somebody looked, or what is wrong. */
function verdict({whole, checks}: AuditAnswer, {paint}: Output): string {
  const named = (some: readonly CheckResult[]): string => some.map(({check}) => check).join(', ');
  if (!whole) {
    const failed = named(checks.filter(({passed}) => !passed));
    return paint('bad', `Not as it was written: ${failed}. What is wrong and what to do next stands beside it.`);
  }
  const noted = checks.filter(({reported, check}) => reported && check !== 'settings-file');
  const isEdited = checks.some(({reported, check}) => reported && check === 'settings-file');
  if (noted.length === 0 && isEdited)
    return paint('warn', 'Both logs are whole. The settings were edited by hand, which is not on record yet.');
  if (noted.length === 0) return paint('good', 'All is as it was written: both logs are whole.');
  return paint('warn', `Nothing new is wrong. What is noted stands above: ${named(noted)}.`);
}

/** More rows than anybody reads on a screen; --json has them all. */
const mostRows = 2000;

async function show(context: Context): Promise<ExitKind> {
  const {records, flags, out} = context;
  const range = dayRange(context);
  const {actor, action, provider, symbol, events} = flags;
  const wanted = {actor, action, provider, symbol, events};
  const most = asksForEvents(wanted) ? mostRows : Number.POSITIVE_INFINITY;
  const found: Found[] = [];
  let all = 0;
  for await (const {log, record} of inOrder(records('ops', range), records('audit', range))) {
    const line = wantedLine(record, log, wanted, eventSentence);
    if (!line) continue;
    all++;
    if (flags.json) out.json(record, {line: true});
    else found.push({...line, log, record});
    if (found.length > 2 * most) found.splice(0, found.length - most);
  }
  if (all === 0) {
    await refuseUnknown(context);
    if (!flags.json) out.note(nothingFound(wanted));
  }
  if (found.length === 0) return 'done';
  const shown = found.slice(-Math.min(most, found.length));
  out.data(
    grid(
      folded(shown.toReversed())
        .toReversed()
        .map((act) => [act.at.slice(0, 19).replace('T', ' '), act.actor, act.action, act.stage, actText(act)]),
    ),
  );
  if (all > shown.length)
    out.note(
      `These are the newest ${count(shown.length)} of ${count(all)} records. --until goes back; --json has all.`,
    );
  return 'done';
}

type Found = Omit<AuditedLine, 'id' | 'begun'> & {readonly begun?: readonly Found[]};

/** What is not there is said of what was looked through. */
function nothingFound(wanted: WantedLines): string {
  return asksForEvents(wanted)
    ? 'Nothing of that kind is in the logs.'
    : 'Nobody did anything of that kind; --events looks among all records.';
}

type Logged = Pick<AuditedLine, 'log' | 'record'>;

/** Both logs as one, the earlier record first, and never more of them at once than one of each. */
async function* inOrder(ops: AsyncIterable<LogRecord>, audit: AsyncIterable<LogRecord>): AsyncGenerator<Logged> {
  const others = audit[Symbol.asyncIterator]();
  try {
    let other = await others.next();
    for await (const record of ops) {
      for (; !other.done && other.value.at < record.at; other = await others.next())
        yield {log: 'audit', record: other.value};
      yield {log: 'ops', record};
    }
    for (; !other.done; other = await others.next()) yield {log: 'audit', record: other.value};
  } finally {
    await others.return?.();
  }
}
