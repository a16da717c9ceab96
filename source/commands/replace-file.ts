import type {Context} from './command-entry.ts';
import {usage} from './parse.ts';

/** Asks a person at a terminal whether a file that is there is to be replaced; Enter alone is No. Nobody else is asked, and has to say it before. */
export async function expectReplacing({ask, flags}: Pick<Context, 'ask' | 'flags'>, file: string): Promise<void> {
  if (flags.force) return;
  const answer = await ask?.(`${file} is there already. Replace it, so that what is in it now is lost? [y/N]`, {
    secret: false,
  });
  if (/^y(es)?$/i.test(answer?.trim() ?? '')) return;
  throw usage(`${file} is there already; nothing was written.`, 'Name another file, or add --force.');
}
