import type {Result} from '../control/control.ts';
import type {CommandEntry, Context} from './command-entry.ts';
import {tell} from './follow.ts';
import {usage} from './parse.ts';

/** By the engine, and past it where there is none that could. */
async function halted(context: Context, justification: string): Promise<Result> {
  try {
    const control = await context.writing();
    return await control.perform({name: 'halt', justification}, context.actor);
  } catch (thrown) {
    return context.haltPastEngine(justification, thrown);
  }
}

export const halt: CommandEntry = {
  name: 'halt',
  group: 'Care',
  summary: 'The kill-switch: nothing builds, and verify says HALTED',
  usage: '--reason TEXT',
  words: {min: 0, max: 0},
  flags: ['reason'],
  examples: ['universe halt --reason "prices look wrong since noon"'],
  needsRoot: true,
  run: async (context) => {
    const {reason: justification} = context.flags;
    if (justification === undefined) throw usage('universe halt needs a reason.', 'Add --reason TEXT.');
    return tell(context, await halted(context, justification));
  },
};
