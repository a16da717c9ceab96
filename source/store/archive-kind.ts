import {basename, join} from 'node:path';
import {z} from 'zod';
import {Failure} from '../failure.ts';
import {ownsSecrets} from './archive-unit.ts';
import {exists, readText} from './file.ts';
import {decodeUniverse} from './formats/universe-file.ts';
import type {Paths} from './paths.ts';

/** What a universe shares tells what a snapshot of it holds: a profile has neither secrets nor audit log, a sample market has its own. */
export const Kind = z.enum(['root', 'profile', 'sample']);
export type Kind = z.infer<typeof Kind>;

export function kindOf(paths: Pick<Paths, 'root' | 'base' | 'secrets'>): Kind {
  if (paths.base === paths.root) return 'root';
  return ownsSecrets(paths) ? 'sample' : 'profile';
}

export type Unfolded = {
  readonly file: string;
  /** As its own list says; those of before say nothing. */
  readonly kind?: Kind | undefined;
  readonly names: readonly string[];
  readonly folder: string;
};

/** Refuses a snapshot of another kind: it would take away the audit log that others share, or bring one that is none of theirs. */
export async function expectKind(paths: Paths, unfolded: Unfolded): Promise<void> {
  const own = kindOf(paths);
  const possible = unfolded.kind === undefined ? await judged(unfolded) : [unfolded.kind];
  if (!possible.includes(own))
    throw refused(
      `${unfolded.file} is a snapshot of ${possible.map((kind) => ofKind[kind]).join(' or ')}, and ${whatIs(paths)}: it cannot be restored here.`,
      possible,
    );
  if (own === 'profile' || !possible.includes('profile')) return;
  // Nothing in it tells, and as long as nothing shared is lost nothing needs to.
  for (const shared of [paths.auditLog, paths.secrets]) {
    if (await exists(shared))
      throw refused(
        `${unfolded.file} was made before snapshots said of which kind they are, and holds no credentials and no audit log, as one of a profile does; ${whatIs(paths)}, and ${shared} would be gone.`,
        ['profile'],
      );
  }
}

const shares = /^(storage\/|output\/logs\/|providers\/|profiles\/|state\/(audit-head|credentials)\.json$)/;

/** By what it holds. */
async function judged({names, folder}: Unfolded): Promise<readonly Kind[]> {
  if (names.some((name) => /^(providers|profiles)\//.test(name))) return ['root'];
  const status = await sealedAs(folder);
  if (status === 'sample') return ['sample'];
  const real: readonly Kind[] = names.some((name) => shares.test(name)) ? ['root'] : ['root', 'profile'];
  return status === undefined ? [...real, 'sample'] : real;
}

async function sealedAs(folder: string): Promise<string | undefined> {
  try {
    const file = decodeUniverse((await readText(join(folder, 'output/screeners/symbol_universe.json'))) ?? '');
    return file.format === 2 ? file.heading.status : 'final';
  } catch {
    // A damaged one is for `verify` to find.
    return undefined;
  }
}

const ofKind = {root: 'a root', profile: 'a profile', sample: 'a sample market'} as const;

function whatIs(paths: Paths): string {
  switch (kindOf(paths)) {
    case 'root':
      return `${paths.base} is a root`;
    case 'profile':
      return `${basename(paths.base)} is a profile of ${paths.root}`;
    case 'sample':
      return `${paths.base} is a sample market`;
  }
}

const places = {
  root: 'that of a root goes into a root: universe --root DIR restore FILE',
  profile: 'that of a profile goes into a profile: universe --profile NAME restore FILE',
  sample: 'that of a sample market goes into a sample market: universe --sample restore FILE',
} as const;

function refused(sentence: string, possible: readonly Kind[]): Failure {
  const hint = `Nothing was changed; ${possible.map((kind) => places[kind]).join('; ')}`;
  return new Failure('snapshot.kind', sentence, {hint, kind: 'usage'});
}
