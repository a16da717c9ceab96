import {sep} from 'node:path';
import type {Paths} from './paths.ts';

/** The parts of a base folder that a snapshot holds; providers and profiles are the root's. */
export function unitsOf(paths: Pick<Paths, 'root' | 'base' | 'secrets'>): readonly string[] {
  const own = ['settings.json', 'output', 'state', ...(ownsSecrets(paths) ? ['storage/secrets'] : [])];
  return paths.base === paths.root ? [...own, 'providers', 'profiles'] : own;
}

/** A profile has those of its root; a sample market has its own. */
export function ownsSecrets({base, secrets}: Pick<Paths, 'base' | 'secrets'>): boolean {
  return secrets.startsWith(`${base}${sep}`);
}

/** Everything in a root that this program put there. */
export const ownEntries = ['settings.json', 'output', 'state', 'storage', 'providers', 'profiles', 'sample'];

/** Entries of a state folder that belong to the running process, or to this machine's spending, and so to no snapshot. */
export function isLive(name: string): boolean {
  return ['writer.lock', 'writer.lock-journal', 'control.json', 'control.sock', 'quota', 'snapshot.json'].includes(
    name,
  );
}
