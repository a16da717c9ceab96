import {changeActions, credentialActions} from '../control/audit-actions.ts';
import {lineOf} from '../control/audit-line.ts';
import type {AuditedLine} from '../control/audit-lines.ts';
import {actText, folded} from '../control/audit-pairs.ts';
import type {AuditAnswer} from '../control/credential-answers.ts';
import type {CheckResult} from '../control/query.ts';
import {isWanted} from '../control/wanted-lines.ts';
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
  usage: 'show [--actor NAME] [--action NAME] [--provider ID] [--symbol SYMBOL] [--since DATE] [--until DATE] | verify',
  words: {min: 1, max: 1},
  flags: ['actor', 'action', 'provider', 'symbol', 'since', 'until'],
  flagWords: {until: 'The last day of it; or 90m, 2h, 7d and 2w: so long ago'},
  notes: [
    'show joins what people did in the ops log and everything in the audit log of the credentials, oldest first.',
    'What was intended and what came of it are one row; --json has every record.',
    '--since and --until take a day, a moment such as 2026-03-02T14:30, or 90m, 2h, 7d and 2w for so long ago.',
    'An action may be named by either side of its point: halt is halt.set too.',
    'Or by its command: credentials.reveal is reveal, keys.rotate is key-rotate.',
    ...listed('--action of the credentials:', credentialActions),
    ...listed('--action of the rest:', changeActions),
  ],
  examples: [
    'universe audit show --since 7d',
    'universe audit show --since 2h',
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

async function show(context: Context): Promise<ExitKind> {
  const {records, flags, out} = context;
  const range = dayRange(context);
  const {actor, action, provider, symbol} = flags;
  const wanted = {actor, action, provider, symbol};
  const found: Found[] = [];
  for (const log of ['ops', 'audit'] as const) {
    for await (const record of records(log, range)) {
      const line = lineOf(record, log, wanted);
      if (line && isWanted(line, wanted)) found.push({...line, log, record});
    }
  }
  if (found.length === 0) await refuseUnknown(context);
  found.sort((one, other) => compare(one.at, other.at));
  if (flags.json) for (const {record} of found) out.json(record, {line: true});
  else if (found.length === 0) out.note('Nothing of that kind is in the logs.');
  else
    out.data(
      grid(
        folded(found.toReversed())
          .toReversed()
          .map((act) => [act.at.slice(0, 19).replace('T', ' '), act.actor, act.action, act.stage, actText(act)]),
      ),
    );
  return 'done';
}

type Found = Omit<AuditedLine, 'id' | 'begun'> & {readonly begun?: readonly Found[]};

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
