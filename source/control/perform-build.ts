import {build} from '../engine/build.ts';
import {noticeEdit} from '../engine/notice-edit.ts';
import type {BuildOrder} from '../engine/order.ts';
import {Pause} from '../engine/outcome.ts';
import {type Recovered, recover} from '../engine/recover.ts';
import {reseal} from '../engine/refilter.ts';
import type {Run} from '../engine/run.ts';
import {runFor} from '../engine/run-for.ts';
import {steady, type Works} from '../engine/works.ts';
import {Failure} from '../failure.ts';
import {exists} from '../store/file.ts';
import {readNight} from '../store/history.ts';
import {passing, passingWords} from '../universe/blocklist.ts';
import {asSentence} from '../universe/foreign-text.ts';
import {alone} from './alone.ts';
import {attempt} from './answers/attempt.ts';
import type {Actor, Command, Result} from './control.ts';
import {withCredentials} from './credentials-for-run.ts';
import type {House} from './local-control.ts';
import {paused, resultOf} from './result-of.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

export function performBuild(house: House, command: Of<'build'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'build', {command, actor}, async (order, works) => {
    const {signal} = order;
    const trigger = command.trigger ?? 'command';
    const outcome = await withCredentials(house, {works, actor, signal}, (ready) =>
      build(ready, {...order, trigger, fresh: command.fresh ?? false}),
    );
    return resultOf(outcome);
  });
}

export function performRefilter(house: House, command: Of<'refilter'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'refilter', {command, actor}, async (order, works) => {
    const result = resultOf(await reseal(works, {order, kind: 'refilter'}), 'refilter');
    const {minPrice} = works.terms().criteria;
    const hint = passingWords(passing(works.blocklist.values(), minPrice), minPrice);
    return result.kind === 'done' && hint !== undefined ? {...result, hint} : result;
  });
}

export function performRollback(house: House, command: Of<'rollback'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'rollback', {command, actor}, async (order, works) => {
    const nights = await house.reading.nights();
    const date = command.date ?? nights.at(-2)?.session;
    if (date === undefined)
      throw new Failure('history.absent', 'There is no earlier night to go back to.', {kind: 'unfit'});
    const earlier = await symbolsOf(works, date);
    const result = resultOf(await reseal(works, {order, kind: 'rollback', date}), `rollback ${date}`);
    return result.kind === 'done' ? {...result, sentence: `${result.sentence}${staysOut(works, earlier)}`} : result;
  });
}

/** Who was in that night's universe and is blocked by now does not come back with it. */
function staysOut({blocklist}: Works, earlier: readonly string[]): string {
  const out = earlier.filter((symbol) => blocklist.has(symbol)).length;
  if (out === 0) return '';
  return out === 1
    ? ' One symbol stays out because it has been blocked since.'
    : ` ${out.toLocaleString('en-US')} symbols stay out because they have been blocked since.`;
}

async function symbolsOf({paths}: Works, date: string): Promise<readonly string[]> {
  const night = await attempt(async () => (await readNight(paths, date))?.final());
  return night.value?.symbols.map(({symbol}) => symbol) ?? [];
}

export function performRecover(house: House, command: Of<'recover'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'recover', {command, actor}, async (order, works) => {
    await noticeEdit(works);
    await works.blocking.expire();
    if (![...works.blocklist.values()].some(({origin}) => origin === 'price-floor')) {
      const data = {recovered: [], still: 0, unanswered: [], unasked: []};
      return {kind: 'done', sentence: 'Nothing is blocked for its price, so there is nothing to ask.', data};
    }
    try {
      const {signal} = order;
      const found = await withCredentials(house, {works, actor, signal}, (ready) =>
        recover(ready, recovering(ready, order)),
      );
      const {failed: _failed, ...data} = found;
      return {
        kind: 'done',
        sentence: recoveredWords(found),
        data,
        ...(found.recovered.length > 0 ? {hint: 'The next build gives the recovered their metadata.'} : {}),
      };
    } catch (thrown) {
      if (thrown instanceof Pause) return paused(thrown.message, thrown.why, thrown.until);
      throw thrown;
    }
  });
}

function recoveredWords({recovered, still, unanswered, unasked, failed}: Recovered): string {
  const [risen, low, silent, open] = [recovered.length, still, unanswered.length, unasked.length].map((n) =>
    n.toLocaleString('en-US'),
  );
  const seen = `${risen} recovered, ${low} still below the floor, ${silent} without a usable close.`;
  if (unasked.length === 0 || failed.length === 0) return seen;
  return `${seen} ${open} of these could not be asked of every source: ${failed.join(' ')}`;
}

function recovering(works: Works, order: BuildOrder): Run {
  const session = works.calendar().lastClosed(works.clock.now());
  const tradableSession = works.calendar().nextSession(session);
  return runFor(works, {order, record: {buildId: `recover-${works.randomHex(3)}`, session, tradableSession}});
}

/** Ends whatever runs between two batches; it can be taken up again. */
export async function performStop({running, works}: House): Promise<Result> {
  if (running.current === undefined) return {kind: 'done', sentence: 'Nothing was running.'};
  if (works.halt.isTooLate)
    return {kind: 'done', sentence: `The ${running.current.what} is being sealed already and is not stopped.`};
  running.current.abort.abort(new Error('stopped'));
  return {
    kind: 'done',
    sentence: `The ${running.current.what} stops at its next batch; the next build goes on from there.`,
  };
}

type Asked = {
  readonly command: {
    readonly force?: boolean | undefined;
    readonly justification?: string | undefined;
    readonly override?: BuildOrder['overrides'] | undefined;
  };
  readonly actor: Actor;
};

/** Settings that were there and are gone must not turn into defaults behind anybody's back. */
async function expectSettings({works}: House): Promise<void> {
  const {settings} = works.paths;
  if (works.manifest.get('settings').current === undefined || (await exists(settings))) return;
  throw new Failure('settings.gone', `${settings} is gone, and with it what was set for this root.`, {
    hint: 'Put it back from a snapshot; to go on with every default, write {} into it.',
    kind: 'usage',
  });
}

/** One at a time, outside the session unless forced with a reason, and never while halted. */
export async function exclusively(
  house: House,
  what: string,
  {command, actor}: Asked,
  work: (order: BuildOrder, works: Works) => Promise<Result>,
): Promise<Result> {
  const {works} = house;
  await expectSettings(house);
  await works.manifest.look();
  const halted = await works.halt.look(works.clock);
  if (halted) {
    throw new Failure(
      'engine.halted',
      `The engine is halted since ${halted.at} by ${halted.actor}: ${asSentence(halted.cause)}`,
      {
        hint: 'Resume it with: universe resume --reason TEXT',
        kind: 'halted',
      },
    );
  }
  await followSettings(house);
  guard(house, what, command);
  return alone(house, {what, actor}, (signal) =>
    work(
      {
        actor: actor.name,
        trigger: 'command',
        justification: command.justification,
        overrides: command.override ?? [],
        force: command.force ?? false,
        fresh: false,
        signal,
      },
      steady(works),
    ),
  );
}

/** What was edited by hand since the last run counts from this one on. */
async function followSettings({reading, running, settingsChanged}: House): Promise<void> {
  const settings = JSON.stringify(await reading.settings());
  if (settings === running.settings) return;
  await settingsChanged();
  running.settings = settings;
}

function guard({works}: House, what: string, {force, justification, override}: Asked['command']): void {
  if ((force || (override?.length ?? 0) > 0) && justification === undefined) {
    throw new Failure('usage.reason', `${force ? '--force' : '--override'} needs a reason.`, {
      hint: 'Add: --reason TEXT',
      kind: 'usage',
    });
  }
  if (force || works.terms().sample || !works.calendar().inSession(works.clock.now())) return;
  throw new Failure('guard.session', `The market is open or about to be, and ${what} waits for its close.`, {
    hint: 'To do it all the same: --force --reason TEXT',
    kind: 'usage',
  });
}
