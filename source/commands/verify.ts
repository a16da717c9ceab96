import type {Answers, CheckResult} from '../control/query.ts';
import {Failure, sentenceOf} from '../failure.ts';
import {checkLines} from './checks.ts';
import type {CommandEntry, Context} from './command-entry.ts';

export const verify: CommandEntry = {
  name: 'verify',
  group: 'Questions',
  summary: 'Exit 0 only for a universe that is fit for trading',
  usage: '[--deep]',
  words: {min: 0, max: 0},
  flags: ['deep'],
  examples: ['universe verify && screener --list symbol_universe.json', 'universe verify --deep --json'],
  run: async (context) => {
    const {flags, out} = context;
    const answer = await answered(context);
    if (answer === undefined) return 'halted';
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

/** Undefined where a halt stands and the engine hangs: whoever threw the switch past it is told that it holds. */
async function answered({reading, haltOnDisk, flags, out}: Context): Promise<Answers['verify'] | undefined> {
  try {
    const control = await reading();
    return await control.query({name: 'verify', deep: flags.deep});
  } catch (thrown) {
    const halt = thrown instanceof Failure && thrown.kind === 'no-answer' ? await haltOnDisk() : undefined;
    if (halt === undefined) throw thrown;
    const sentence = `HALTED by ${halt.actor} at ${halt.at}: ${halt.cause}`;
    if (flags.json) out.json({fit: false, halted: true, checks: [{check: 'halt', passed: false, sentence}]});
    else
      out.data(
        `${out.paint('bad', 'HALTED')}: ${sentence.slice('HALTED '.length)}\nNothing may be traded on this universe.`,
      );
    out.note(`More was not looked at. ${sentenceOf(thrown)}`);
    return undefined;
  }
}

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
