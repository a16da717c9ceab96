import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';

export const snapshot: CommandEntry = {
  name: 'snapshot',
  group: 'Care',
  summary: 'Everything of this root but the master key, in one file',
  usage: 'FILE',
  words: {min: 1, max: 1},
  flags: [],
  examples: ['universe snapshot universe-2026-03-02.tar.gz'],
  run: async (context) => {
    const file = context.files.absolute(context.words[0] ?? '');
    const control = await context.writing();
    return tell(context, await control.perform({name: 'snapshot', file}, context.actor));
  },
};
