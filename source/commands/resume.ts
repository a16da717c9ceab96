import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';
import {usage} from './parse.ts';

export const resume: CommandEntry = {
  name: 'resume',
  group: 'Care',
  summary: 'Take the halt back',
  usage: '--reason TEXT',
  words: {min: 0, max: 0},
  flags: ['reason'],
  examples: ['universe resume --reason "feed is fixed"'],
  needsRoot: true,
  run: async (context) => {
    const {reason: justification} = context.flags;
    if (justification === undefined) throw usage('universe resume needs a reason.', 'Add --reason TEXT.');
    const control = await context.writing();
    return tell(context, await control.perform({name: 'resume', justification}, context.actor));
  },
};
