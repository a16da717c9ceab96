import type {CommandEntry} from './command-entry.ts';
import {follow} from './follow.ts';

export const refilter: CommandEntry = {
  name: 'refilter',
  group: 'Work',
  summary: 'Judge the sealed night again under the settings of now, without a call',
  usage: '[--override GATE]… [--force] [--reason TEXT]',
  words: {min: 0, max: 0},
  flags: ['override', 'force', 'reason'],
  examples: ['universe settings set minMarketCap 500000000', 'universe refilter'],
  stoppable: true,
  needsRoot: true,
  run: (context) => {
    const {force, reason, override} = context.flags;
    return follow(context, {
      name: 'refilter',
      ...(force ? {force} : {}),
      ...(override.length > 0 ? {override} : {}),
      ...(reason === undefined ? {} : {justification: reason}),
    });
  },
};
