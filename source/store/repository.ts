import {lstat, realpath} from 'node:fs/promises';
import {dirname, join, relative, resolve, sep} from 'node:path';
import {codeOf} from './disk-failure.ts';
import {exists, readBytes, readText} from './file.ts';
import {trackedNames} from './tracked-names.ts';

/** A repository of git in whose tree a folder lies. */
export type Repository = {
  /** The top of its tree. */
  readonly top: string;
  /** Where its hooks are, unless its settings name another place. */
  readonly hooks: string;
  /** Of what is tracked in the folder, the names in it; or why nobody knows. */
  readonly tracked: readonly string[] | string;
};

/** Every repository around a folder, the nearest first: one further out may hold files from before there was a nearer one. */
export async function repositoriesAround(folder: string): Promise<readonly Repository[]> {
  const inside = await realpath(folder).catch(() => resolve(folder));
  const found: Repository[] = [];
  for (let top = inside; ; top = dirname(top)) {
    const gitFolder = await gitFolderAt(top);
    if (gitFolder !== undefined) found.push(await repositoryAt({top, gitFolder, inside}));
    if (dirname(top) === top) return found;
  }
}

type Place = {readonly top: string; readonly gitFolder: string; readonly inside: string};

async function repositoryAt({top, gitFolder, inside}: Place): Promise<Repository> {
  const tracked = await trackedIn(join(gitFolder, 'index'), relative(top, inside).split(sep).join('/'));
  const common = (await readText(join(gitFolder, 'commondir')).catch(() => undefined))?.trim();
  const shared = common === undefined ? gitFolder : resolve(gitFolder, common);
  return {top, hooks: join(shared, 'hooks'), tracked};
}

/** A worktree and a submodule have a file there, which names the folder. */
async function gitFolderAt(top: string): Promise<string | undefined> {
  const path = join(top, '.git');
  try {
    const found = await lstat(path);
    if (!found.isFile()) return (await exists(join(path, 'HEAD'))) ? path : undefined;
    const [, named] = /^gitdir: (.+)$/m.exec((await readText(path)) ?? '') ?? [];
    return named === undefined ? undefined : resolve(top, named);
  } catch (thrown) {
    // What may not be looked into is a repository whose index cannot be read.
    return ['ENOENT', 'ENOTDIR'].includes(codeOf(thrown) ?? '') ? undefined : path;
  }
}

async function trackedIn(index: string, folder: string): Promise<readonly string[] | string> {
  const bytes = await readBytes(index).catch(() => 'unread' as const);
  if (bytes === 'unread') return `${index} cannot be read`;
  // Nothing was ever added.
  if (bytes === undefined) return [];
  const read = trackedNames(bytes);
  if ('unread' in read) return `${index} ${read.unread}`;
  const prefix = folder === '' ? '' : `${folder}/`;
  return read.names.flatMap((name) => {
    if (name.startsWith(prefix)) return [name.slice(prefix.length)];
    // A folder of a sparse tree that holds all of it, as one name.
    return name.endsWith('/') && prefix.startsWith(name) ? ['storage/'] : [];
  });
}
