import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';
import {expectReplacing} from './replace-file.ts';

export const snapshot: CommandEntry = {
  name: 'snapshot',
  group: 'Care',
  summary: 'Everything of this root but the master key, in one file',
  usage: 'FILE [--force]',
  words: {min: 1, max: 1},
  flags: ['force'],
  examples: ['universe snapshot universe-2026-03-02.tar.gz'],
  needsRoot: true,
  run: async (context) => {
    const file = context.files.absolute(context.words[0] ?? '');
    const control = await context.writing();
    const {force} = context.flags;
    const result = await control.perform({name: 'snapshot', file, ...(force ? {replace: true} : {})}, context.actor);
    if (result.data?.exists !== true) return tell(context, result);
    await expectReplacing(context, file);
    return tell(context, await control.perform({name: 'snapshot', file, replace: true}, context.actor));
  },
};
