import type {BuildOrder} from '../engine/order.ts';
import {steady, type Works} from '../engine/works.ts';
import {Failure} from '../failure.ts';
import {exists} from '../store/file.ts';
import {asSentence} from '../universe/foreign-text.ts';
import {alone} from './alone.ts';
import type {Actor, Result} from './control.ts';
import {haltedBeside} from './halted-beside.ts';
import type {House} from './local-control.ts';

type Asked = {
  readonly command: {
    readonly force?: boolean | undefined;
    readonly justification?: string | undefined;
    readonly override?: BuildOrder['overrides'] | undefined;
  };
  readonly actor: Actor;
};

/** Settings that were there and are gone must not turn into defaults behind anybody's back. */
export async function expectSettings({works}: Pick<House, 'works'>): Promise<void> {
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
  await expectNoneBeside(works);
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

/** Nor while another universe of the root is halted over the audit log that all of them share. */
async function expectNoneBeside({paths, clock}: Works): Promise<void> {
  const [first] = await haltedBeside(paths, clock);
  if (first === undefined) return;
  const {name, halt, resume} = first;
  const sentence = `Nothing is built here while ${name} is halted over the audit log that both share, since ${halt.at} by ${halt.actor}: ${asSentence(halt.cause)}`;
  throw new Failure('engine.halted', sentence, {
    hint: `Find out who changed it, then: ${resume}`,
    kind: 'halted',
  });
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
