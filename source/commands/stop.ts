import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';

export const stop: CommandEntry = {
  name: 'stop',
  group: 'Work',
  summary: 'Stop what is running at its next batch; the next build goes on from there',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  examples: ['universe stop'],
  needsRoot: true,
  run: async (context) => {
    const control = await context.writing();
    return tell(context, await control.perform({name: 'stop'}, context.actor));
  },
};
