import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, realpathSync} from 'node:fs';
import {basename, join, matchesGlob} from 'node:path';

/** Something to look through: a file, or one version of it in the history. */
export type ScannedText = {readonly path: string; readonly content: string; readonly object?: string};

type ListedObject = {readonly object: string; readonly path: string};

/** The files that git tracks, as they lie on disk; without git, as in an unpacked archive, all that are no `.secretlintignore`. */
export function treeTexts(tree: string): readonly ScannedText[] {
  const paths = isWorkTree(tree) ? split(git(tree, ['ls-files', '-z'])) : pathsOnDisk(tree, ignored(tree));
  return paths
    .map((path) => join(tree, path))
    .map((file, at) => ({path: paths[at] ?? '', content: contentOf(file)}))
    .filter(({content}) => content !== '');
}

/** What the next commit would add or change, as it is staged: the working copy may already say something else. */
export function stagedTexts(tree: string): readonly ScannedText[] {
  const listed = split(
    git(tree, ['diff', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames', '--diff-filter=d']),
  );
  const objects = listed.flatMap((entry, at) => {
    const [, mode = '', , object = ''] = entry.split(' ');
    return entry.startsWith(':') && mode !== gitlink ? [{object, path: listed[at + 1] ?? ''}] : [];
  });
  return objectTexts(tree, objects);
}

/** What the index holds under a path: a baseline counts when it is part of the commit. */
export function stagedFile(tree: string, path: string): string | undefined {
  const {status, stdout} = spawnSync('git', ['show', `:${path}`], {cwd: tree, encoding: 'utf8'});
  return status === 0 ? stdout : undefined;
}

/**
 * Every version of every file that a clone of this branch carries, and its commit messages. Whole objects rather than
 * `git log -p`, which shows nothing of what a merge brought in by itself.
 */
export function historyTexts(tree: string): readonly ScannedText[] {
  const lines = git(tree, ['rev-list', '--objects', 'HEAD']).toString('utf8').split('\n');
  const objects = lines
    .filter((line) => line !== '')
    .map((line) => {
      const [object = '', ...path] = line.split(' ');
      return {object, path: path.join(' ')};
    });
  return objectTexts(tree, objects);
}

/** The first commit that had it, for whoever has to rewrite the history. */
export function firstCommit(tree: string, object: string): string {
  const commits = git(tree, ['log', '--format=%h', `--find-object=${object}`, 'HEAD'])
    .toString('utf8')
    .trim();
  return commits.split('\n').at(-1) || object.slice(0, 7);
}

export function isWorkTree(tree: string): boolean {
  const {status, stdout} = spawnSync('git', ['rev-parse', '--show-toplevel'], {cwd: tree, encoding: 'utf8'});
  return status === 0 && realpathSync(stdout.trim()) === realpathSync(tree);
}

/** The mode of a submodule, which is a commit of another repository. */
const gitlink = '160000';

/** `git cat-file --batch` answers each name with `NAME TYPE SIZE`, the content and a newline. */
function objectTexts(tree: string, objects: readonly ListedObject[]): readonly ScannedText[] {
  const answer = git(tree, ['cat-file', '--batch', '--buffer'], objects.map(({object}) => `${object}\n`).join(''));
  const texts: ScannedText[] = [];
  let at = 0;
  for (const {object, path} of objects) {
    const lineEnd = answer.indexOf('\n', at);
    const [, type, size] = answer.toString('utf8', at, lineEnd).split(' ');
    const content = textOf(answer.subarray(lineEnd + 1, lineEnd + 1 + Number(size)));
    if (type === 'blob') texts.push({object, path, content});
    if (type === 'commit') texts.push({object, path: 'COMMIT_MESSAGE', content: content.replace(/^[\s\S]*?\n\n/, '')});
    at = lineEnd + 1 + Number(size) + 1;
  }
  return texts;
}

function pathsOnDisk(tree: string, patterns: readonly string[], folder = ''): readonly string[] {
  return readdirSync(join(tree, folder), {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory();
    if (patterns.some((pattern) => isFolder === pattern.endsWith('/') && matches(path, pattern))) return [];
    if (isFolder) return pathsOnDisk(tree, patterns, path);
    return entry.isFile() ? [path] : [];
  });
}

/** A name that may stand anywhere, of a folder where it ends in a slash: what the file needs of the gitignore syntax. */
function matches(path: string, pattern: string): boolean {
  return matchesGlob(basename(path), pattern.replace(/\/$/, ''));
}

function ignored(tree: string): readonly string[] {
  const file = join(tree, '.secretlintignore');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : ['.git/', 'node_modules/'];
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

/** Gone from the working copy, a folder behind a symbolic link: nothing that could be read here. */
function contentOf(file: string): string {
  try {
    return textOf(readFileSync(file));
  } catch {
    return '';
  }
}

/** Without its NULs even UTF-16 shows its letters. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '');
}

function split(listed: Buffer): readonly string[] {
  return listed
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '');
}

function git(tree: string, words: readonly string[], input = ''): Buffer {
  const {status, stdout, stderr, error} = spawnSync('git', words, {cwd: tree, input, maxBuffer: 2 ** 30});
  if (status !== 0) throw new Error(`git ${words[0]} failed: ${error?.message ?? stderr.toString('utf8').trim()}`);
  return stdout;
}
