import type {CheckResult} from '../control/query.ts';
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
      out.data(checkLines(shortened(answer.checks), out));
      if (answer.halted) out.data(`\n${out.paint('bad', 'HALTED')}: nothing may be traded on this universe.`);
      else
        out.data(`\n${answer.fit ? out.paint('good', 'Fit for trading.') : out.paint('bad', 'Not fit for trading.')}`);
    }
    if (answer.halted) return 'halted';
    return answer.fit ? 'done' : 'unfit';
  },
};

/** Without a universe there is one thing to put right; what could not be looked at for want of it is named in one line. */
function shortened(checks: readonly CheckResult[]): readonly CheckResult[] {
  if (checks.find(({check}) => check === 'present')?.passed !== false) return checks;
  const skipped = checks.filter(({passed, sentence}) => !passed && /^Not (looked at|compared)/.test(sentence));
  if (skipped.length === 0) return checks;
  const names = skipped.map(({check}) => check).join(', ');
  return [
    ...checks.filter((check) => !skipped.includes(check)),
    {check: 'the rest', passed: false, reported: true, sentence: `Not looked at: ${names}.`},
  ];
}
