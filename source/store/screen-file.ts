import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {diskFailure} from './disk-failure.ts';
import {writeDurably} from './file.ts';

/** A picture of the dashboard as text, in `screens` under the root, named by its second; for its owner alone, as the root is. */
export async function writeScreen(root: string, text: string, at: Date): Promise<string> {
  const folder = join(root, 'screens');
  try {
    await mkdir(folder, {recursive: true, mode: 0o700});
  } catch (thrown) {
    throw diskFailure(folder, 'written', thrown);
  }
  const second = at.toISOString().slice(0, 19).replaceAll(/[:-]/g, '');
  const path = join(folder, `${second}Z.txt`);
  await writeDurably(path, [text], {mode: 0o600});
  return path;
}
