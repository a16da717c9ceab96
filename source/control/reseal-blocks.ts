import {admittedAgain, reseal} from '../engine/refilter.ts';
import {readSealed} from '../engine/sealed.ts';
import {steady, type Works} from '../engine/works.ts';
import {Failure} from '../failure.ts';
import {alone} from './alone.ts';
import type {Actor} from './control.ts';
import type {House} from './local-control.ts';
import {resultOf} from './result-of.ts';

/** What a person did to the blocklist. */
export type BlocklistChange = {
  readonly action: 'added' | 'removed';
  readonly symbols: readonly string[];
  readonly actor: Actor;
  readonly justification: string;
  readonly until?: string | undefined;
};

type Followed = {readonly resealed: boolean; readonly sentence: string};

/** What the sealed universe does about a change: `now` is sealed again, `busy` once what is running is over, else a sentence why not. */
export type Following = 'now' | 'busy' | {readonly because: string};

/** Whether a change concerns the sealed universe, and nothing forbids a seal now. */
export async function howItFollows(
  {works, running}: Pick<House, 'works' | 'running'>,
  change: BlocklistChange,
): Promise<Following> {
  const {action} = change;
  if (running.current) return 'busy';
  const odd = await outOfStep(works, change.symbols);
  if (odd === 'unreadable') return {because: 'The sealed universe cannot be read; look at it with: universe verify'};
  const one = change.symbols.length === 1;
  const them = one ? 'it' : 'them';
  if (odd.length === 0) {
    return {
      because:
        action === 'added'
          ? `The sealed universe does not hold ${them}.`
          : `The next build prices and judges ${them} again.`,
    };
  }
  const stay = `${one ? 'it stays' : 'they stay'} ${action === 'added' ? 'in' : 'out of'} the sealed universe until the next seal.`;
  if (works.halt.record) return {because: `The engine is halted: ${stay}`};
  if (!works.terms().sample && works.calendar().inSession(works.clock.now()))
    return {because: `The session is on: ${stay}`};
  return 'now';
}

/** Makes the sealed universe agree with the blocklist again, where it may. */
export async function resealForBlocklist(
  house: House,
  change: BlocklistChange,
  following?: Following,
): Promise<Followed> {
  const {running} = house;
  const how = following ?? (await howItFollows(house, change));
  if (typeof how === 'object') return {resealed: false, sentence: how.because};
  // Somebody may have begun something while it was looked at.
  if (running.current) return owe(running, running.current.what, change);
  // And what was running then may be over.
  return how === 'busy' ? resealForBlocklist(house, change) : resealNow(house, change);
}

function owe(running: House['running'], what: string, change: BlocklistChange): Followed {
  running.owed = [...(running.owed ?? []), change];
  return {resealed: false, sentence: `The universe follows when the ${what} that is running is over.`};
}

/** What was changed while something ran is in the universe once that is over, however it ended. */
export async function resealOwed(house: House): Promise<void> {
  const {owed = []} = house.running;
  delete house.running.owed;
  for (const change of owed) await resealForBlocklist(house, change);
}

async function resealNow(house: House, {action, symbols, actor, justification}: BlocklistChange): Promise<Followed> {
  let behind = '';
  const result = await alone(house, {what: 'reseal', actor}, async (signal) => {
    const order = {
      actor: actor.name,
      trigger: 'refilter',
      justification,
      overrides: [],
      force: false,
      fresh: false,
      signal,
    } as const;
    const outcome = await reseal(steady(house.works), {order, kind: 'blocks'});
    if (outcome.outcome === 'sealed' && outcome.behind !== undefined) behind = ` ${outcome.behind}`;
    return resultOf(outcome, 'refilter');
  });
  if (result.kind !== 'done') return {resealed: false, sentence: [result.sentence, result.hint ?? ''].join(' ').trim()};
  return {
    resealed: true,
    sentence: `The universe was sealed again ${action === 'added' ? 'without' : 'with'} ${symbols.length === 1 ? 'it' : 'them'}.${behind}`,
  };
}

/** Those of the symbols that are in the sealed universe and should not be, or the other way round. */
async function outOfStep(works: Works, symbols: readonly string[]): Promise<readonly string[] | 'unreadable'> {
  try {
    const sealed = await readSealed(works.paths.final);
    if (sealed === undefined) return [];
    const inside = new Set(sealed.entries.map(({symbol}) => symbol));
    const blocked = symbols.filter((symbol) => works.blocklist.has(symbol) && inside.has(symbol));
    const missing = symbols.filter((symbol) => !works.blocklist.has(symbol) && !inside.has(symbol));
    if (missing.length === 0) return blocked;
    return [...blocked, ...(await admittedAgain(works, sealed.heading.session, missing))];
  } catch (thrown) {
    if (thrown instanceof Failure) return 'unreadable';
    throw thrown;
  }
}
