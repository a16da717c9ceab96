import {build} from '../engine/build.ts';
import type {BuildOrder} from '../engine/order.ts';
import {type BuildOutcome, Pause} from '../engine/outcome.ts';
import {recover} from '../engine/recover.ts';
import {reseal} from '../engine/refilter.ts';
import {runFor} from '../engine/run-for.ts';
import {Failure, sentenceOf} from '../failure.ts';
import type {Actor, Command, Result} from './control.ts';
import type {House} from './local-control.ts';

type Of<Name extends Command['name']> = Extract<Command, {name: Name}>;

export function performBuild(house: House, command: Of<'build'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'build', {command, actor}, async (order) =>
    resultOf(
      await build(house.works, {...order, trigger: command.trigger ?? 'command', fresh: command.fresh ?? false}),
    ),
  );
}

export function performRefilter(house: House, command: Of<'refilter'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'refilter', {command, actor}, async (order) =>
    resultOf(await reseal(house.works, {order, kind: 'refilter'})),
  );
}

export function performRollback(house: House, command: Of<'rollback'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'rollback', {command, actor}, async (order) => {
    const nights = await house.reading.nights();
    const date = command.date ?? nights.at(-2)?.session;
    if (date === undefined)
      throw new Failure('history.absent', 'There is no earlier night to go back to.', {kind: 'unfit'});
    return resultOf(await reseal(house.works, {order, kind: 'rollback', date}));
  });
}

export function performRecover(house: House, command: Of<'recover'>, actor: Actor): Promise<Result> {
  return exclusively(house, 'recover', {command, actor}, async (order) => {
    const {works} = house;
    await works.blocking.expire();
    const session = works.calendar().lastClosed(works.clock.now());
    const run = runFor(works, {
      order,
      record: {
        buildId: `recover-${works.randomHex(3)}`,
        session,
        tradableSession: works.calendar().nextSession(session),
      },
    });
    try {
      const {recovered, still, unanswered} = await recover(works, run);
      const sentence = `${recovered.length} recovered, ${still} still below the floor, ${unanswered.length} without a usable close.`;
      return {
        kind: 'done',
        sentence,
        data: {recovered, still, unanswered},
        ...(recovered.length > 0 ? {hint: 'The next build gives the recovered their metadata.'} : {}),
      };
    } catch (thrown) {
      if (thrown instanceof Pause) return paused(thrown.message, thrown.why);
      throw thrown;
    }
  });
}

/** Ends whatever runs between two batches; it can be taken up again. */
export async function performStop({running}: House): Promise<Result> {
  if (running.current === undefined) return {kind: 'done', sentence: 'Nothing was running.'};
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

/** One at a time, outside the session unless forced with a reason, and never while halted. */
export async function exclusively(
  house: House,
  what: string,
  {command, actor}: Asked,
  work: (order: BuildOrder) => Promise<Result>,
): Promise<Result> {
  const {works, running} = house;
  const halted = works.halt.record;
  if (halted) {
    throw new Failure('engine.halted', `The engine is halted since ${halted.at} by ${halted.actor}: ${halted.cause}.`, {
      hint: 'Resume it with: universe resume --reason TEXT',
      kind: 'halted',
    });
  }
  if (running.current) {
    throw new Failure('engine.busy', `A ${running.current.what} by ${running.current.actor} is running.`, {
      hint: 'Wait for it, or stop it with: universe stop',
    });
  }
  guard(house, what, command);
  const abort = new AbortController();
  running.current = {what, actor: actor.name, abort};
  try {
    return await work({
      actor: actor.name,
      trigger: 'command',
      justification: command.justification,
      overrides: command.override ?? [],
      force: command.force ?? false,
      fresh: false,
      signal: abort.signal,
    });
  } finally {
    delete running.current;
  }
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

export function resultOf(outcome: BuildOutcome): Result {
  switch (outcome.outcome) {
    case 'sealed': {
      const {outcome: _sealed, ...data} = outcome;
      return {kind: 'done', sentence: `Sealed ${outcome.records} symbols for the closes of ${outcome.session}.`, data};
    }
    case 'paused':
      return paused(outcome.because, outcome.cause, outcome.until);
    case 'refused': {
      const names = outcome.gates.map(({gate}) => gate);
      return {
        kind: 'unfit',
        sentence: `Not sealed: ${outcome.gates.map(gateWords).join('; ')}. The last sealed universe stands.`,
        hint: `Look at it with: universe diff. To seal all the same: universe build ${names.map((name) => `--override ${name}`).join(' ')} --reason TEXT`,
        data: {gates: outcome.gates},
      };
    }
    case 'aborted':
      return {kind: outcome.failure.kind, sentence: sentenceOf(outcome.failure), data: {code: outcome.failure.code}};
  }
}

function paused(sentence: string, why: Pause['why'], until?: Date): Result {
  const kind = why === 'halted' ? 'halted' : why === 'stopped' ? 'interrupted' : 'paused';
  return {kind, sentence, data: {why, ...(until ? {until: until.toISOString()} : {})}};
}

function gateWords({
  gate,
  observed,
  limit,
  subjects,
}: Extract<BuildOutcome, {outcome: 'refused'}>['gates'][number]): string {
  const named = subjects.slice(0, 5).join(', ') + (subjects.length > 5 ? ', …' : '');
  const share = (value: number): string => `${(value * 100).toFixed(2)} %`;
  switch (gate) {
    case 'removed':
      return `${share(observed)} of last night's universe would leave, ${share(limit)} may (${named})`;
    case 'list-shrunk':
      return `a list is ${share(observed)} smaller than last night, ${share(limit)} is allowed (${named})`;
    case 'large-symbol':
      return `${observed === 1 ? 'a large symbol' : `${observed} large symbols`} would leave for want of data (${named})`;
    case 'min-universe':
      return `the universe would hold ${observed} symbols, at least ${limit} are wanted`;
  }
}
