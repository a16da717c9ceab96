import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';
import {usage} from './parse.ts';

export const restore: CommandEntry = {
  name: 'restore',
  group: 'Care',
  summary: 'Put a snapshot in place of what is here; what was here is kept beside',
  usage: 'FILE --reason TEXT [--source-key FILE]',
  words: {min: 1, max: 1},
  flags: ['reason', 'sourceKey'],
  notes: ['The credentials in it are encrypted anew under the key of this root.'],
  examples: ['universe restore universe-2026-03-02.tar.gz --reason "moved to a new machine"'],
  run: async (context) => {
    const {reason: justification, sourceKey} = context.flags;
    if (justification === undefined) throw usage('universe restore needs a reason.', 'Add --reason TEXT.');
    const file = context.files.absolute(context.words[0] ?? '');
    const control = await context.writing();
    const key = sourceKey === undefined ? {} : {sourceKey: context.files.absolute(sourceKey)};
    return tell(context, await control.perform({name: 'restore', file, justification, ...key}, context.actor));
  },
};
