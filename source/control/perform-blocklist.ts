import {reseal} from '../engine/refilter.ts';
import {readSealed} from '../engine/sealed.ts';
import {Failure} from '../failure.ts';
import type {BlocklistEntry} from '../universe/blocklist.ts';
import {Ticker} from '../universe/symbol.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';
import {resultOf} from './perform-build.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

/** Blocks symbols by a person's decision: at once in the blocklist, and in the universe too where no session forbids it. */
export async function block(house: House, command: Of<'blocklist.add'>, actor: Actor): Promise<Result> {
  const {blocklist, unblocks, clock} = house.works;
  const symbols = tickers(command.symbols);
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
  await blocklist.append(entries);
  await unblocks.remove(symbols);
  return follow(house, {action: 'added', symbols, actor, command});
}

/** Takes symbols off the blocklist by a person's decision. The next build prices them, and blocks again what is still below the floor. */
export async function unblock(house: House, command: Of<'blocklist.remove'>, actor: Actor): Promise<Result> {
  const {blocklist, unblocks, clock} = house.works;
  const symbols = tickers(command.symbols);
  const missing = symbols.filter((symbol) => !blocklist.has(symbol));
  if (missing.length > 0) {
    throw new Failure(
      'blocklist.absent',
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not on the blocklist; nothing was changed.`,
      {kind: 'usage'},
    );
  }
  const at = clock.now().toISOString();
  await unblocks.append(symbols.map((symbol) => ({symbol, at, actor: actor.name})));
  await blocklist.remove(symbols);
  return follow(house, {action: 'removed', symbols, actor, command});
}

type Change = {
  readonly action: 'added' | 'removed';
  readonly symbols: readonly string[];
  readonly actor: Actor;
  readonly command: Of<'blocklist.add'> | Of<'blocklist.remove'>;
};

/** Publishes and says the change, and seals the universe again where it changes and may. */
async function follow(house: House, {action, symbols, actor, command}: Change): Promise<Result> {
  const {works} = house;
  await works.manifest.record('blocklist', await works.blocklist.checkpoint());
  const {resealed, sentence} = await resealFor(house, {action, symbols, actor, command});
  works.stream.emit({
    type: 'blocklist.changed',
    action,
    symbols: [...symbols],
    actor: actor.name,
    justification: command.justification,
    ...('until' in command && command.until !== undefined ? {until: command.until} : {}),
    resealed,
  });
  await works.stream.flush();
  return {
    kind: 'done',
    sentence: `${symbols.join(', ')} ${action === 'added' ? 'blocked' : 'unblocked'}. ${sentence}`,
    data: {symbols, action, resealed},
  };
}

async function resealFor(
  house: House,
  {action, symbols, actor, command}: Change,
): Promise<{resealed: boolean; sentence: string}> {
  const {works, running} = house;
  if (action === 'removed') return {resealed: false, sentence: 'The next build prices them again.'};
  const sealed = await readSealed(works.paths.final).catch(() => undefined);
  const inside = sealed?.entries.filter((entry) => symbols.includes(entry.symbol)) ?? [];
  if (inside.length === 0) return {resealed: false, sentence: 'The sealed universe does not hold them.'};
  if (running.current)
    return {resealed: false, sentence: `The ${running.current.what} that is running leaves them out when it seals.`};
  if (works.halt.record)
    return {resealed: false, sentence: 'The engine is halted: they stay in the sealed universe until the next seal.'};
  if (!works.terms().sample && works.calendar().inSession(works.clock.now())) {
    return {resealed: false, sentence: 'The session is on: they stay in the sealed universe until the next seal.'};
  }
  const abort = new AbortController();
  running.current = {what: 'reseal', actor: actor.name, abort};
  try {
    const order = {
      actor: actor.name,
      trigger: 'refilter',
      justification: command.justification,
      overrides: [],
      force: false,
      fresh: false,
      signal: abort.signal,
    } as const;
    const result = resultOf(await reseal(works, {order, kind: 'blocks'}));
    return {
      resealed: result.kind === 'done',
      sentence: result.kind === 'done' ? 'The universe was sealed again without them.' : result.sentence,
    };
  } finally {
    delete running.current;
  }
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
