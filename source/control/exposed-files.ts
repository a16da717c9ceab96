import {readHandText} from '../store/hand-text.ts';
import {universesWithin} from '../store/inner-folders.ts';
import {attempt} from './answers/attempt.ts';
import type {Reading} from './reading.ts';

/**
 * The files that people edit in which a stored secret stands: of the universe, and of all that its secrets are shared with or may have
 * been pasted into. Lines of the program's own hold none, and there may be thousands of them.
 */
export async function exposedFiles({paths, masked}: Pick<Reading, 'paths' | 'masked'>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const {settings, blocklist} of await universesWithin(paths)) {
    for (const path of [settings, blocklist]) {
      const text = (await attempt(() => readHandText(path))).value ?? '';
      const own = text
        .split('\n')
        .filter((line) => !line.endsWith(',auto'))
        .join('\n');
      if ((await masked(own)) !== own) found.push(path);
    }
  }
  return found;
}
