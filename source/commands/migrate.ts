import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';

export const migrate: CommandEntry = {
  name: 'migrate',
  group: 'Care',
  summary: 'Lift files of older formats, after a backup',
  usage: '[--dry-run]',
  words: {min: 0, max: 0},
  flags: ['dryRun'],
  examples: ['universe migrate --dry-run'],
  run: async (context) => {
    const control = await context.writing();
    return tell(context, await control.perform({name: 'migrate', dryRun: context.flags.dryRun}, context.actor));
  },
};
