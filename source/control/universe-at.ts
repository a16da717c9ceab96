import {relative, sep} from 'node:path';
import type {Paths} from '../store/paths.ts';

/** How a command begins that is meant for this universe and no other, whoever types it and wherever: `universe --root /data --sample`. */
export function universeAt({root, base}: Pick<Paths, 'root' | 'base'>): string {
  const parts = relative(root, base).split(sep);
  const profile = parts[0] === 'profiles' ? parts[1] : undefined;
  return [
    'universe',
    `--root ${shellWord(root)}`,
    ...(profile === undefined ? [] : [`--profile ${profile}`]),
    ...(parts.at(-1) === 'sample' && parts.length !== 2 ? ['--sample'] : []),
  ].join(' ');
}

/** As a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
