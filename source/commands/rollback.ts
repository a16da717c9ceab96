import type {CommandEntry} from './command-entry.ts';
import {follow} from './follow.ts';
import {dateWord} from './parse.ts';

export const rollback: CommandEntry = {
  name: 'rollback',
  group: 'Work',
  summary: 'Seal an earlier night again',
  usage: '[DATE] [--override GATE]… [--force] [--reason TEXT]',
  words: {min: 0, max: 1},
  flags: ['override', 'force', 'reason'],
  examples: ['universe rollback', 'universe rollback 2026-03-02 --reason "bad list on the 3rd"'],
  stoppable: true,
  needsRoot: true,
  run: (context) => {
    const {force, reason, override} = context.flags;
    const [date] = context.words;
    return follow(context, {
      name: 'rollback',
      ...(date === undefined ? {} : {date: dateWord(date)}),
      ...(force ? {force} : {}),
      ...(override.length > 0 ? {override} : {}),
      ...(reason === undefined ? {} : {justification: reason}),
    });
  },
};
