import type {DoctorAnswer} from '../control/query.ts';
import {checkLines} from './checks.ts';
import type {CommandEntry} from './command-entry.ts';
import type {Output} from './output.ts';

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
      out.data(`\n${lastLine(answer, out)}`);
    }
    return answer.healthy ? 'done' : 'failed';
  },
};

/** What is only reported keeps nothing from working tonight, and is no reason to call all well. */
function lastLine({healthy, checks}: DoctorAnswer, {paint}: Output): string {
  if (!healthy) return paint('bad', 'Something needs a hand.');
  const notes = checks.filter(({reported}) => reported).length;
  if (notes === 0) return paint('good', 'All is well.');
  return paint('warn', `Everything works; ${notes === 1 ? 'one note asks' : `${notes} notes ask`} for a look.`);
}
