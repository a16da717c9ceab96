import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';
import {usage} from './parse.ts';

export const halt: CommandEntry = {
  name: 'halt',
  group: 'Care',
  summary: 'The kill-switch: nothing builds, and verify says HALTED',
  usage: '--reason TEXT',
  words: {min: 0, max: 0},
  flags: ['reason'],
  examples: ['universe halt --reason "prices look wrong since noon"'],
  run: async (context) => {
    const {reason: justification} = context.flags;
    if (justification === undefined) throw usage('universe halt needs a reason.', 'Add --reason TEXT.');
    const control = await context.writing();
    return tell(context, await control.perform({name: 'halt', justification}, context.actor));
  },
};
