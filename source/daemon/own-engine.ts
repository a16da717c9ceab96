import type {Control} from '../control/control.ts';
import type {Answers, Query} from '../control/query.ts';

/**
 * Has every status say whether its engine is one that this process started: who was there first is known only afterwards where two
 * begin at one moment, and a root may change hands while a screen is open.
 */
export function ownEngine(control: Control, isOwn: (pid: number) => boolean): Control {
  return {
    ...control,
    query: async <Q extends Query>(query: Q): Promise<Answers[Q['name']]> => {
      const answer = await control.query(query);
      if (query.name !== 'status') return answer;
      const {writer, ...status} = answer as Answers['status'];
      const own = writer.held && writer.pid !== undefined && isOwn(writer.pid);
      // A status stays one.
      return {...status, writer: {...writer, isOwn: own}} as Answers[Q['name']];
    },
  };
}
