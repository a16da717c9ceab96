import {join} from 'node:path';
import {exists, readText} from '../../store/file.ts';
import {type Repository, repositoriesAround} from '../../store/repository.ts';
import {counted} from '../counted.ts';
import type {CheckResult} from '../query.ts';
import type {Reading} from '../reading.ts';

/** Whether a repository around the root could take its secrets along, or has, and what looks for secrets in it. */
export async function repositoryChecks({paths}: Reading): Promise<readonly CheckResult[]> {
  const around = await repositoriesAround(paths.root);
  return [await ignoreCheck(paths.root, around), await scanCheck(around)];
}

const ignored = ['storage/', 'state/'];
/** Of the root, its profiles and their sample markets. */
const closed = /^(?:profiles\/[^/]+\/)?(?:sample\/)?(?:storage|state)\//;
const mostNamed = 3;

/** What is ignored is still tracked once somebody has added it by force. */
async function ignoreCheck(root: string, around: readonly Repository[]): Promise<CheckResult> {
  const check = 'git-ignore';
  const lines = ((await readText(join(root, '.gitignore'))) ?? '').split(/\r?\n/);
  const missing = ignored.filter((line) => !lines.includes(line));
  const wrong = [
    ...around.flatMap(({top, tracked}) => trackedWords(root, top, tracked)),
    ...(missing.length > 0 ? [`${join(root, '.gitignore')} lacks ${missing.join(' and ')}. Add what is missing.`] : []),
  ];
  if (wrong.length > 0) return {check, passed: false, sentence: wrong.join(' ')};
  const unread = around.flatMap(({tracked}) => (typeof tracked === 'string' ? [tracked] : []));
  if (unread.length > 0)
    return {
      check,
      passed: true,
      reported: true,
      sentence: `Secrets and state are ignored, but whether some of them are tracked all the same was not checked: ${unread.join('; ')}. Look with: git -C ${root} ls-files ${ignored.join(' ')}`,
    };
  const where = around.length === 0 ? 'It lies in no repository.' : 'The repository around it tracks none of them.';
  return {check, passed: true, sentence: `The root keeps its secrets and its state out of a repository. ${where}`};
}

function trackedWords(root: string, top: string, tracked: Repository['tracked']): readonly string[] {
  if (typeof tracked === 'string') return [];
  // The example has names alone, and is there to be shown.
  const found = tracked.filter((name) => closed.test(name) && !name.endsWith('.json.enc.example'));
  if (found.length === 0) return [];
  // The worst is named first.
  found.sort((one, other) => Number(other.includes('storage/')) - Number(one.includes('storage/')));
  const folders = [...new Set(found.flatMap((name) => closed.exec(name)?.[0] ?? []))];
  const more = found.length > mostNamed ? ` and ${found.length - mostNamed} more` : '';
  return [
    `The repository at ${top} tracks ${counted(found.length, 'file')} of secrets or state: ${found.slice(0, mostNamed).join(', ')}${more}. Take them out: git -C ${root} rm -r --cached ${folders.join(' ')}; and take for known what was ever committed: universe keys rotate --drop-old, then universe credentials rotate PROVIDER.`,
  ];
}

/** Accepted findings of the scanners that are usual, and of this project's own. */
const baselines = ['.secrets.baseline', '.secret-baseline.json', '.gitleaks.toml', '.gitleaksignore'];

/** A repository of a person's own: what is there can be seen, what it looks for only they know. */
async function scanCheck(around: readonly Repository[]): Promise<CheckResult> {
  const check = 'secret-scan';
  const [nearest] = around;
  if (!nearest)
    return {
      check,
      passed: true,
      sentence: 'No repository is around the root in which secrets would have to be looked for.',
    };
  const {top, hooks} = nearest;
  const hasHook = await exists(join(hooks, 'pre-commit'));
  const found: string[] = [];
  for (const name of baselines) if (await exists(join(top, name))) found.push(name);
  return {
    check,
    passed: true,
    reported: true,
    sentence: `The root lies in the repository at ${top}: ${hasHook ? 'a' : 'no'} pre-commit hook in ${hooks}, ${found.length > 0 ? `its baseline ${found.join(' and ')}` : 'no baseline of a secret scan'}. See to it that a hook and CI look for secrets there, and that the baseline is of today.`,
  };
}
