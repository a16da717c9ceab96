import {Failure} from '../failure.ts';
import type {Published} from '../store/rows.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {resolver} from '../universe/resolve.ts';
import {Ticker} from '../universe/symbol.ts';
import {adoptEdit, noticeOwed} from './adopt-edit.ts';
import {attempt} from './answers/attempt.ts';
import {keptNight} from './answers/nights.ts';
import {beyondChange} from './beyond-change.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';
import {type BlocklistChange, type Following, howItFollows, resealForBlocklist} from './reseal-blocks.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

/** Blocks symbols by a person's decision: at once in the blocklist, and in the universe too where no session forbids it. */
export async function block(house: House, command: Of<'blocklist.add'>, actor: Actor): Promise<Result> {
  await adoptEdit(house);
  return followed(house, await house.edits.take(() => added(house, command, actor)));
}

async function added(house: House, command: Of<'blocklist.add'>, actor: Actor): Promise<Edited> {
  await noticeOwed(house);
  const {blocklist, unblocks, clock} = house.works;
  const {symbols: named, night} = await meant(house, command.symbols);
  const symbols = tickers(named);
  const at = clock.now().toISOString();
  if (command.until !== undefined && command.until <= at) {
    throw new Failure('blocklist.until', `${command.until} is in the past.`, {
      hint: 'Give --until a day or moment that is still to come.',
      kind: 'usage',
    });
  }
  const entries: BlocklistEntry[] = symbols.map((symbol) => ({
    symbol,
    at,
    origin: 'manual',
    actor: actor.name,
    justification: command.justification,
    ...(command.until === undefined ? {} : {expires: command.until}),
  }));
  const before = symbols.flatMap((symbol) => blocklist.get(symbol) ?? []);
  const published = await unblocks.during({remove: symbols}, () => blocklist.change({put: entries}));
  const change = {...command, action: 'added', symbols, actor} as const;
  return said(house, change, {published, before, doubt: doubtOf(symbols, night)});
}

/** Takes symbols off the blocklist by a person's decision. The next build prices them, and blocks again what is still below the floor. */
export async function unblock(house: House, command: Of<'blocklist.remove'>, actor: Actor): Promise<Result> {
  await adoptEdit(house);
  return followed(house, await house.edits.take(() => removed(house, command, actor)));
}

async function removed(house: House, command: Of<'blocklist.remove'>, actor: Actor): Promise<Edited> {
  await noticeOwed(house);
  const {blocklist, unblocks, clock} = house.works;
  const symbols = tickers((await meant(house, command.symbols)).symbols);
  const missing = symbols.filter((symbol) => !blocklist.has(symbol));
  if (missing.length > 0) {
    throw new Failure(
      'blocklist.absent',
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not on the blocklist; nothing was changed.`,
      {kind: 'usage'},
    );
  }
  const at = clock.now().toISOString();
  const before = symbols.flatMap((symbol) => blocklist.get(symbol) ?? []);
  const put = symbols.map((symbol) => ({symbol, at, actor: actor.name}));
  const published = await unblocks.during({put}, () => blocklist.change({remove: symbols}));
  return said(house, {...command, action: 'removed', symbols, actor}, {published, before});
}

type Edited = {readonly change: BlocklistChange; readonly following: Following; readonly doubt: string};

type Done = {readonly published: Published; readonly before: readonly BlocklistEntry[]; readonly doubt?: string};

/** Says the change before the next edit may begin: in the log they stand in the order in which they took effect. */
async function said(house: House, change: BlocklistChange, {published, before, doubt = ''}: Done): Promise<Edited> {
  const {works} = house;
  const {action, symbols, actor, justification, until} = change;
  const following = await howItFollows(house, change);
  works.stream.emit({
    type: 'blocklist.changed',
    action,
    symbols: [...symbols],
    actor: actor.name,
    justification,
    ...(until === undefined ? {} : {until}),
    resealed: following === 'now',
    before: [...before],
  });
  await beyondChange(did(change), async () => {
    await works.stream.flush();
    await works.manifest.record('blocklist', published);
  });
  return {change, following, doubt};
}

/** Seals the universe again where the change concerns it and it may. */
async function followed(house: House, {change, following, doubt}: Edited): Promise<Result> {
  const {symbols, action} = change;
  const {resealed, sentence} = await beyondChange(did(change), () => resealForBlocklist(house, change, following));
  return {kind: 'done', sentence: `${did(change)}${doubt}. ${sentence}`, data: {symbols, action, resealed}};
}

function did({symbols, action}: BlocklistChange): string {
  return `${symbols.join(', ')} ${action === 'added' ? 'blocked' : 'unblocked'}`;
}

type Candidates = {readonly session: string; readonly symbols: ReadonlySet<string>};

/** In whatever spelling they were typed: first among those that are blocked, then among the candidates of the last sealed night. */
async function meant(
  {works, reading}: House,
  typed: readonly string[],
): Promise<{readonly symbols: readonly string[]; readonly night: Candidates | undefined}> {
  const blocked = resolver(new Set([...works.blocklist.values()].map(({symbol}) => symbol)));
  const {value: night} = await attempt(async () => {
    const {session, verdicts} = await keptNight(reading);
    return {session, symbols: new Set((await verdicts()).map(({symbol}) => symbol))};
  });
  const listed = resolver(night?.symbols ?? new Set());
  return {
    symbols: typed.map((text) => (night?.symbols.has(text) ? text : (blocked(text) ?? listed(text) ?? text))),
    night,
  };
}

/** A person may block what is not listed yet, and may have mistyped it. */
function doubtOf(symbols: readonly string[], night: Candidates | undefined): string {
  const unlisted = symbols.filter((symbol) => night && !night.symbols.has(symbol));
  if (night === undefined || unlisted.length === 0) return '';
  const which =
    unlisted.length === symbols.length ? '' : ` ${unlisted.join(', ')} ${unlisted.length === 1 ? 'is' : 'are'}`;
  return `, though${which} not among the candidates of ${night.session}`;
}

function tickers(symbols: readonly string[]): readonly string[] {
  const wrong = symbols.filter((symbol) => !Ticker.safeParse(symbol).success);
  if (wrong.length === 0) return [...new Set(symbols)];
  throw new Failure(
    'usage.ticker',
    `${wrong.map((symbol) => JSON.stringify(symbol.slice(0, 24))).join(', ')} cannot be a ticker; nothing was changed.`,
    {
      hint: 'Tickers are spelled as the consolidated tape does, such as BRK.B, BACpB or ACHR.WS.',
      kind: 'usage',
    },
  );
}
