import {count} from '../tui/figures.ts';
import type {CommandEntry} from './command-entry.ts';
import {grid} from './grid.ts';

export const providers: CommandEntry = {
  name: 'providers',
  group: 'Lists',
  summary: 'The sources: what they can, what they are used for, what they have left',
  usage: '',
  words: {min: 0, max: 0},
  flags: [],
  examples: ['universe providers'],
  run: async ({reading, flags, out}) => {
    const control = await reading();
    const rows = await control.query({name: 'providers'});
    if (flags.json) out.json(rows);
    else {
      const cells = rows.map(({id, title, tier, enabled, needsCredentials, capabilities, passes, quotas}) => [
        id,
        title,
        tier,
        enabled ? 'on' : 'off',
        `can ${capabilities.join(' ')}`,
        passes.length > 0 ? `used for ${passes.join(' ')}` : 'not used',
        quotas.map(({per, limit, spent}) => `${count(spent)} of ${count(limit)} a ${per}`).join(', '),
        needsCredentials ? 'needs credentials' : '',
      ]);
      out.data(grid(cells));
    }
    return 'done';
  },
};
