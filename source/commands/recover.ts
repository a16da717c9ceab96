import type {CommandEntry} from './command-entry.ts';
import {follow} from './follow.ts';

export const recover: CommandEntry = {
  name: 'recover',
  group: 'Work',
  summary: 'Ask for the prices of blocked symbols and unblock those back above the floor',
  usage: '[--force --reason TEXT]',
  words: {min: 0, max: 0},
  flags: ['force', 'reason'],
  examples: ['universe recover'],
  stoppable: true,
  needsRoot: true,
  run: (context) => {
    const {force, reason} = context.flags;
    return follow(context, {
      name: 'recover',
      ...(force ? {force} : {}),
      ...(reason === undefined ? {} : {justification: reason}),
    });
  },
};
