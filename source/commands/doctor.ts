import {checkLines} from './checks.ts';
import type {CommandEntry} from './command-entry.ts';

export const doctor: CommandEntry = {
  name: 'doctor',
  group: 'Care',
  summary: 'Check settings, files, modes, calendar and disk; with --reach the providers too',
  usage: '[--reach] [--production]',
  words: {min: 0, max: 0},
  flags: ['reach', 'production'],
  examples: ['universe doctor --reach', 'universe doctor --production'],
  run: async ({reading, flags, actor, out}) => {
    const control = await reading();
    const answer = await control.query({
      name: 'doctor',
      reach: flags.reach,
      production: flags.production,
      asker: actor,
    });
    if (flags.json) out.json(answer);
    else {
      out.data(checkLines(answer.checks, out));
      out.data(`\n${answer.healthy ? out.paint('good', 'All is well.') : out.paint('bad', 'Something needs a hand.')}`);
    }
    return answer.healthy ? 'done' : 'failed';
  },
};
