import type {Status} from '../control/query.ts';
import {count, percent} from '../tui/figures.ts';
import type {CommandEntry} from './command-entry.ts';
import {grid} from './grid.ts';
import type {Output} from './output.ts';

export const status: CommandEntry = {
  name: 'status',
  group: 'Questions',
  summary: 'What is sealed, what is running, who holds the root',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  examples: ['universe status', 'universe status --json | jq .sealed'],
  run: async ({reading, flags, out}) => {
    const control = await reading();
    const answer = await control.query({name: 'status'});
    if (flags.json) out.json(answer);
    else out.data(linesOf(answer, out));
    return 'done';
  },
};

function unfinishedWords(
  {buildId, pass, because}: NonNullable<Status['unfinished']>,
  {state}: Status['progress'],
): string {
  if (buildId === 'unreadable') return because ?? 'its record cannot be read';
  const goesOn = state === 'running' || because !== undefined ? '' : '; the next build goes on with it';
  return `build ${buildId}, in its ${pass} pass${because === undefined ? '' : `: ${because.replace(/\.$/, '')}`}${goesOn}`;
}

function linesOf(answer: Status, {paint}: Output): string {
  const {sealed, halted, unfinished, progress, files} = answer;
  const running = progress.passes.find(({pass}) => pass === progress.current);
  const rows: (readonly [string, string])[] = [
    [
      'root',
      `${answer.root}${answer.profile ? ` (profile ${answer.profile})` : ''}${answer.sample ? ' (sample market)' : ''}`,
    ],
    ['writer', writerWords(answer)],
    [
      'sealed',
      sealed
        ? `${count(sealed.records)} symbols, closes of ${sealed.session}, for ${sealed.tradableSession} (${sealed.buildId})`
        : unsealedWords(answer),
    ],
    ...(running && progress.state === 'running'
      ? [['running', `${running.pass}, ${percent(running.done, running.total)} % of ${count(running.total)}`] as const]
      : []),
    ...(unfinished ? [['unfinished', unfinishedWords(unfinished, progress)] as const] : []),
    ...(answer.refused ? [['refused', refusedWords(answer.refused)] as const] : []),
    ['session', `${answer.session}, next ${answer.tradableSession}${answer.inSession ? ', the market is open' : ''}`],
    ...(answer.nextBuildAt ? [['next build', nextWords(answer, answer.nextBuildAt)] as const] : []),
    ...[answer.settingsGone ?? [], answer.setAside ?? [], answer.warnings ?? []]
      .flat()
      .map((warning) => ['warning', warning] as const),
    ...(halted ? [['HALTED', `${halted.cause} (${halted.actor}, ${instant(halted.at)})`] as const] : []),
  ];
  // Of a file that cannot be read nobody knows how many it holds.
  const held = files.map(({name, state, records, sentence = ''}) => [
    name,
    state,
    state === 'unreadable' ? '?' : records,
    sentence,
  ]);
  const label = (text: string) => ({
    text,
    look: (padded: string) => paint(text === 'HALTED' ? 'bad' : text === 'warning' ? 'warn' : 'dim', padded),
  });
  return `${grid(rows.map(([name, text]) => [label(name), text]))}\n\n${grid(held, '  ')}`;
}

/** A file that is there and cannot be read is not the same as none. */
function unsealedWords({files}: Status): string {
  const final = files.find(({name}) => name === 'final');
  const again = 'Seal a night again: universe rollback DATE --reason TEXT, or universe build';
  if (final?.state === 'absent' && final.sentence) return `GONE: screeners find no file. ${again}`;
  return final?.state === 'unreadable' ? `DAMAGED: screeners cannot read it. ${again}` : 'nothing yet';
}

function refusedWords({kind, at, gates}: NonNullable<Status['refused']>): string {
  const what = kind === 'blocks' ? 'reseal after a change of the blocklist' : kind;
  return `the ${what} of ${instant(at)}, by the gate ${gates.join(', ')}: what was sealed before stands`;
}

function writerWords({writer}: Status): string {
  if (!writer.held) return 'nobody';
  return `${writer.kind ?? 'a process'}${writer.pid ? ` (process ${writer.pid})` : ''}${writer.since ? ` since ${instant(writer.since)}` : ''}`;
}

function nextWords({now, nextTry}: Status, at: string): string {
  if (nextTry?.at !== undefined) return `the daemon tries again from ${instant(nextTry.at)}`;
  if (nextTry) return 'left to a person by the daemon: universe build';
  return at <= now ? `due now (since ${instant(at)})` : instant(at);
}

/** `2026-03-02 22:00 UTC`. */
function instant(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
