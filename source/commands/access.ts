import {z} from 'zod';
import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {tell} from './follow.ts';
import {grid} from './grid.ts';
import {misfit, usage} from './parse.ts';

const Role = z.enum(['viewer', 'operator', 'admin']);

export const access: CommandEntry = {
  name: 'access',
  group: 'Secrets',
  summary: 'Who may view, operate or administer this root, by OS user',
  usage: 'list | grant USER viewer|operator|admin | revoke USER',
  words: {min: 1, max: 3},
  flags: [],
  notes: [
    'A viewer reads. An operator builds, refilters, recovers, edits the blocklist, halts and checks credentials.',
    'An admin also overrides gates, resumes, and edits settings, credentials, keys and access. The owner is admin.',
  ],
  examples: ['universe access list', 'universe access grant ann operator', 'universe access revoke ann'],
  needsRoot: ([verb]) => verb === 'revoke',
  run: (context) => {
    const [verb = '', user, role] = context.words;
    if (verb === 'list' && user === undefined) return list(context);
    if (verb === 'grant' && user !== undefined && role !== undefined) return grant(context, user, role);
    if (verb === 'revoke' && user !== undefined && role === undefined) return revoke(context, user);
    throw misfit(context.words, access);
  },
};

async function list({reading, flags, out}: Context): Promise<ExitKind> {
  const answer = await (await reading()).query({name: 'access'});
  if (flags.json) out.json(answer);
  else {
    out.data(
      grid(answer.users.map(({user, role, because}) => [user, role, because === 'owner' ? 'owns this root' : ''])),
    );
    out.note(
      answer.owner === 'root'
        ? 'This root is owned by root: whoever runs this as root, by sudo too, is admin whatever role they have.'
        : 'Everybody else only views.',
    );
    if (answer.ofRoot !== undefined) {
      const roles = answer.ofRoot.map(({user, role}) => `${user} ${role}`).join(', ');
      const what = answer.sharesSecrets
        ? "secrets, keys and the owner's files and programs"
        : "the owner's files and programs";
      out.note(`Over ${what} the roles of the root hold: ${roles}.`);
    }
    if (answer.edited !== undefined) out.note(answer.edited);
  }
  return 'done';
}

async function grant(context: Context, user: string, word: string): Promise<ExitKind> {
  const role = Role.safeParse(word);
  if (!role.success) throw usage(`There is no role "${word}".`, `Name one of ${Role.options.join(', ')}.`);
  const control = await context.writing();
  return tell(context, await control.perform({name: 'access.grant', user, role: role.data}, context.actor));
}

async function revoke(context: Context, user: string): Promise<ExitKind> {
  const control = await context.writing();
  return tell(context, await control.perform({name: 'access.revoke', user}, context.actor));
}
