import {checkLines} from './checks.ts';
import type {CommandEntry} from './command-entry.ts';

export const verify: CommandEntry = {
  name: 'verify',
  group: 'Questions',
  summary: 'Exit 0 only for a universe that is fit for trading',
  usage: '[--deep]',
  words: {min: 0, max: 0},
  flags: ['deep'],
  examples: ['universe verify && screener --list symbol_universe.json', 'universe verify --deep --json'],
  run: async ({reading, flags, out}) => {
    const control = await reading();
    const answer = await control.query({name: 'verify', deep: flags.deep});
    if (flags.json) out.json(answer);
    else {
      out.data(checkLines(answer.checks, out));
      if (answer.halted) out.data(`\n${out.paint('bad', 'HALTED')}: nothing may be traded on this universe.`);
      else
        out.data(`\n${answer.fit ? out.paint('good', 'Fit for trading.') : out.paint('bad', 'Not fit for trading.')}`);
    }
    if (answer.halted) return 'halted';
    return answer.fit ? 'done' : 'unfit';
  },
};
