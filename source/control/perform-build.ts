import {build} from '../engine/build.ts';
import {noticeEdit} from '../engine/notice-edit.ts';
import type {BuildOrder} from '../engine/order.ts';
import {Pause} from '../engine/outcome.ts';
import {type Recovered, recover} from '../engine/recover.ts';
import {reseal} from '../engine/refilter.ts';
import type {Run} from '../engine/run.ts';
import {runFor} from '../engine/run-for.ts';
import type {Works} from '../engine/works.ts';
import {Failure} from '../failure.ts';
import {readNight} from '../store/history.ts';
import {passing, passingWords} from '../universe/blocklist.ts';
import {attempt} from './answers/attempt.ts';
import {answerPreview} from './answers/preview.ts';
import type {Actor, Command, Result} from './control.ts';
import {withCredentials} from './credentials-for-run.ts';
import {exclusively} from './exclusive-run.ts';
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
    if (command.preview !== undefined) await expectPreviewed(house, command.preview);
    const result = resultOf(await reseal(works, {order, kind: 'refilter'}), 'refilter');
    const {minPrice} = works.terms().criteria;
    const hint = passingWords(passing(works.blocklist.values(), minPrice), minPrice);
    return result.kind === 'done' && hint !== undefined ? {...result, hint} : result;
  });
}

/** Nobody said yes to what it would come to by now. */
async function expectPreviewed({reading}: House, preview: string): Promise<void> {
  if ((await answerPreview(reading)).digest === preview) return;
  throw new Failure(
    'refilter.overtaken',
    'Meanwhile the settings, the blocklist or the universe changed, and a refilter would not come to what was shown. Nothing was sealed.',
    {hint: 'Look again at what it would change now.', kind: 'usage'},
  );
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
