import {count} from '../tui/figures.ts';
import type {CommandEntry} from './command-entry.ts';
import {grid} from './grid.ts';

export const plan: CommandEntry = {
  name: 'plan',
  group: 'Work',
  summary: 'Say what a build would call and whether the quotas allow it, without calling',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  examples: ['universe plan'],
  run: async ({reading, flags, out}) => {
    const control = await reading();
    const planned = await control.query({name: 'plan'});
    if (flags.json) out.json(planned);
    else {
      const {session, steps, calls, minutes, quotas, fits} = planned;
      out.data(
        `Session ${session}: ${count(calls)} calls, about ${minutes < 1 ? 'a minute' : `${count(Math.ceil(minutes))} minutes`}.\n`,
      );
      out.data(
        grid(
          steps.map((step) => [step.pass, step.provider, step.calls, step.because]),
          '  ',
        ),
      );
      const rows = quotas.map((quota) => [
        quota.provider,
        quota.spent,
        'spent,',
        quota.planned,
        `planned of ${count(quota.limit)} a ${quota.per}`,
        quota.fits
          ? {text: 'fits', look: (text: string) => out.paint('good', text)}
          : {text: 'does not fit', look: (text: string) => out.paint('bad', text)},
      ]);
      if (rows.length > 0) out.data(`\n${grid(rows, '  ')}`);
      out.data(
        `\n${fits ? 'The quotas allow it.' : 'The quotas do not allow it: the build would pause and go on later.'}`,
      );
    }
    return planned.fits ? 'done' : 'paused';
  },
};
