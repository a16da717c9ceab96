import type {CommandEntry} from './command-entry.ts';
import {tell} from './follow.ts';
import {usage} from './parse.ts';

export const secrets: CommandEntry = {
  name: 'secrets',
  group: 'Secrets',
  summary: 'Encrypt a file of your own under the master key, or read it back',
  usage: 'encrypt-file FILE OUTPUT | decrypt-file FILE | forget-file FILE',
  words: {min: 2, max: 3},
  flags: [],
  notes: [
    'Files of up to 16 MiB; decrypt-file writes to stdout alone. All three need an',
    'admin and stand in the audit log. Leave the encrypted file where it was made: keys',
    'rotate --drop-old encrypts it anew there, and waits for it while it is not there.',
    'forget-file says that it is gone for good. A copy elsewhere could not be read',
    'after that rotation.',
  ],
  examples: [
    'universe secrets encrypt-file secrets.json secrets.enc',
    'universe secrets decrypt-file secrets.enc | jq .',
    'universe secrets forget-file secrets.enc',
  ],
  needsRoot: ([verb]) => verb !== 'encrypt-file',
  run: async (context) => {
    const {words, files, actor, out} = context;
    const [verb, file = '', output] = words;
    if (verb === 'encrypt-file' && output !== undefined) {
      const paths = {file: files.absolute(file), output: files.absolute(output)};
      const control = await context.writing();
      return tell(context, await control.perform({name: 'secrets.encrypt', ...paths}, actor));
    }
    if (verb === 'decrypt-file' && output === undefined) {
      const control = await context.writing();
      const result = await control.perform({name: 'secrets.decrypt', file: files.absolute(file)}, actor);
      const base64 = result.data?.base64;
      if (typeof base64 !== 'string') return tell(context, result);
      out.raw(Buffer.from(base64, 'base64'));
      return result.kind;
    }
    if (verb === 'forget-file' && output === undefined) {
      const control = await context.writing();
      return tell(context, await control.perform({name: 'secrets.forget', file: files.absolute(file)}, actor));
    }
    throw usage(`universe secrets does not know "${words.join(' ')}".`, `Write universe secrets ${secrets.usage}.`);
  },
};
