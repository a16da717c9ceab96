import type {Command, Control} from '../control/control.ts';
import type {Status} from '../control/query.ts';
import {Failure} from '../failure.ts';

type Asked = {
  readonly command: Command;
  /** Who held the root when it was asked. */
  readonly before: Status['writer'] | undefined;
  readonly control: Pick<Control, 'query'>;
};

/** Why a command had no answer where its engine has ended and another is there already: nothing that a person could look at. */
export async function endedEngine(thrown: unknown, {command, before, control}: Asked): Promise<string | undefined> {
  if (!(thrown instanceof Failure) || thrown.code !== 'writer.no-answer' || before?.pid === undefined) return undefined;
  const status = await control.query({name: 'status'}).catch(() => undefined);
  const writer = status?.writer;
  if (!writer?.held || writer.pid === undefined || writer.pid === before.pid) return undefined;
  const who = before.kind === 'daemon' ? 'The daemon' : 'The engine';
  const next =
    writer.kind === 'dashboard'
      ? 'a new engine has begun'
      : `the ${writer.kind} (process ${writer.pid}) holds the root now`;
  return `${who} (process ${before.pid}) was killed or broke off; ${next}. ${adviceFor(command)}`;
}

function adviceFor({name}: Command): string {
  if (name === 'build') return 'b goes on.';
  return 'Look whether it was done, and ask again if not.';
}
