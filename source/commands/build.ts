import type {CommandEntry} from './command-entry.ts';
import {follow} from './follow.ts';

export const build: CommandEntry = {
  name: 'build',
  group: 'Work',
  summary: "Build tonight's universe, or go on with an unfinished build",
  usage: '[--fresh] [--override GATE]… [--force] [--reason TEXT]',
  words: {min: 0, max: 0},
  flags: ['fresh', 'override', 'force', 'reason'],
  examples: [
    'universe build',
    'universe build --json | jq .event.type',
    'universe build --override removed --reason "reviewed: exchange move"',
  ],
  stoppable: true,
  run: (context) => {
    const {fresh, force, reason, override} = context.flags;
    return follow(context, {
      name: 'build',
      trigger: 'command',
      ...(fresh ? {fresh} : {}),
      ...(force ? {force} : {}),
      ...(override.length > 0 ? {override} : {}),
      ...(reason === undefined ? {} : {justification: reason}),
    });
  },
};
