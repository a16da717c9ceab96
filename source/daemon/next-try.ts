import type {Actor} from '../control/actor.ts';
import type {Command, Control} from '../control/control.ts';
import type {Answers, Query, Status} from '../control/query.ts';
import type {Trials} from './scheduler.ts';

type Doorkept = Control & {readonly expectMay: (command: Command, actor: Actor) => Promise<void>};

/** Has every status say when the daemon tries a night again that it could not build, for only its scheduler knows. */
export function withNextTry(control: Doorkept, trials: () => Trials | undefined): Doorkept {
  return {
    perform: (command, actor) => control.perform(command, actor),
    expectMay: (command, actor) => control.expectMay(command, actor),
    events: (after, signal) => control.events(after, signal),
    close: () => control.close(),
    query: async <Q extends Query>(query: Q): Promise<Answers[Q['name']]> => {
      const answer = await control.query(query);
      if (query.name !== 'status') return answer;
      const status = answer as Status;
      const nextTry = nextTryOf(status, trials());
      // A status stays one.
      return (nextTry ? {...status, nextTry} : status) as Answers[Q['name']];
    },
  };
}

/** Nothing is left to try of a night that a person sealed meanwhile, that is past, or while nothing may build. */
function nextTryOf({sealed, session, halted, nextBuildAt}: Status, trials: Trials | undefined): Status['nextTry'] {
  if (trials === undefined || trials.session !== session || halted || nextBuildAt === undefined) return undefined;
  if (sealed !== undefined && sealed.session >= session) return undefined;
  return Number.isFinite(trials.notBefore) ? {at: new Date(trials.notBefore).toISOString()} : {};
}
