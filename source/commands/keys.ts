import type {CommandEntry, Context, ExitKind} from './command-entry.ts';
import {tell} from './follow.ts';
import {usage} from './parse.ts';

export const keys: CommandEntry = {
  name: 'keys',
  group: 'Secrets',
  summary: 'The master key that encrypts the credentials',
  usage: 'generate [--print] | rotate [--drop-old [--despite-log] [--only-root]]',
  words: {min: 1, max: 1},
  flags: ['print', 'dropOld', 'despiteLog', 'onlyRoot'],
  notes: [
    'The key lives where the setting keySource says: file, env, keychain, vault or aws. A file is made on first',
    'use. rotate puts a new key before the earlier ones, which still open the backups; with --drop-old the backups',
    'and the files of secrets encrypt-file are encrypted anew, where they were made, and the earlier keys go: for a',
    'key that somebody may have seen. A file that is not where it was made, or does not open, stops that: put it',
    'back, or say universe secrets forget-file FILE. So does an audit log that was damaged, for it may have named',
    'more files; --despite-log goes on. What was copied elsewhere cannot be read afterwards. In Vault and AWS',
    'several roots can have one key: there --drop-old ends what the others encrypted, and wants --only-root.',
  ],
  examples: ['universe keys generate', 'universe keys generate --print', 'universe keys rotate --drop-old'],
  needsRoot: ([verb]) => verb === 'rotate',
  run: (context) => {
    const [verb] = context.words;
    const {print, dropOld, despiteLog, onlyRoot} = context.flags;
    const isSure = despiteLog || onlyRoot;
    if (verb === 'generate' && !dropOld && !isSure) return generate(context, print);
    if (verb === 'rotate' && !print && (dropOld || !isSure)) return rotate(context);
    throw usage(
      `universe keys does not know "${context.words.join(' ')}" with these flags.`,
      `Write universe keys ${keys.usage}.`,
    );
  },
};

async function generate(context: Context, print: boolean): Promise<ExitKind> {
  const control = await context.writing();
  const result = await control.perform({name: 'keys.generate', ...(print ? {print} : {})}, context.actor);
  const key = result.data?.key;
  if (typeof key !== 'string' || context.flags.json) return tell(context, result);
  context.out.raw(`${key}\n`);
  if (result.hint !== undefined) context.out.note(result.hint);
  return result.kind;
}

async function rotate(context: Context): Promise<ExitKind> {
  const {dropOld, despiteLog, onlyRoot} = context.flags;
  const control = await context.writing();
  return tell(
    context,
    await control.perform(
      {name: 'keys.rotate', dropOld, ...(despiteLog ? {despiteLog} : {}), ...(onlyRoot ? {onlyRoot} : {})},
      context.actor,
    ),
  );
}
