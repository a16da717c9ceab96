import {policyOf} from '../control/setting-value.ts';
import type {CommandEntry, Context} from './command-entry.ts';
import {bash, fish, type Shown, zsh} from './completion-scripts.ts';
import {manPage} from './man-page.ts';
import type {Names} from './next-words.ts';
import {usage} from './parse.ts';

export const completion: CommandEntry = {
  name: 'completion',
  group: 'Care',
  summary: 'Print the completion script of a shell, or the manual page',
  usage: 'bash|zsh|fish|man',
  words: {min: 1, max: 1},
  flags: [],
  examples: [
    'universe completion bash > ~/.local/share/bash-completion/completions/universe',
    'universe completion man | man -l -',
  ],
  run: async (context) => {
    const {words, out, table} = context;
    const [what = ''] = words;
    if (what === 'man') {
      const settings = await (await context.reading()).query({name: 'settings'});
      out.data(manPage(table, settings).trimEnd());
      return 'done';
    }
    const script = scripts[what];
    if (script === undefined) throw usage(`There is no completion for "${what}".`, 'Name bash, zsh, fish or man.');
    const shown = table.filter(({group}) => group !== 'hidden');
    out.data(script(shown, await namesHere(context)));
    return 'done';
  },
};

const scripts: Readonly<Record<string, (shown: Shown, names: Names) => string>> = {bash, zsh, fish};

/** A root whose files cannot be read still has commands and flags to complete. */
async function namesHere({reading}: Context): Promise<Names> {
  try {
    const control = await reading();
    const settings = await control.query({name: 'settings'});
    const providers = await control.query({name: 'providers'});
    const keyed = providers.filter(({needsCredentials}) => needsCredentials).map(({id}) => id);
    return {
      settings: [...new Set([...settings.map(({field}) => field), ...keyed.flatMap(policyOf)])],
      providers: providers.map(({id}) => id),
      keyed,
    };
  } catch {
    return {settings: [], providers: [], keyed: []};
  }
}
