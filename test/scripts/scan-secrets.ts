import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {type Finding, findSecrets} from './find-secrets.ts';
import {
  firstCommit,
  historyTexts,
  isWorkTree,
  type ScannedText,
  stagedFile,
  stagedTexts,
  treeTexts,
} from './scanned-text.ts';
import {
  baselineFile,
  isReviewed,
  parseBaseline,
  proposedEntries,
  type Reviewed,
  staleEntries,
  wasReviewed,
} from './secret-baseline.ts';

/**
 * Looks for secrets and says where they stand, never what they are. Exit code 1 when there is one that nobody reviewed.
 * Usage: node test/scripts/scan-secrets.ts [--staged | --history] [--baseline] [--tree FOLDER]
 *   --staged    what the next commit would hold, as the pre-commit hook wants it
 *   --history   every version of every file, and the commit messages
 *   --baseline  prints the entries that would accept what was found, for `.secret-baseline.json`
 */
const {values} = parseArgs({
  options: {
    staged: {type: 'boolean', default: false},
    history: {type: 'boolean', default: false},
    baseline: {type: 'boolean', default: false},
    tree: {type: 'string', default: fileURLToPath(new URL('../../', import.meta.url))},
  },
});
const tree = resolve(values.tree);
const advice = [
  'Take the secret out, and revoke it if it was ever pushed: see Security in README.md.',
  'If it is none, `npm run scan -- --baseline` prints the entry that says so.',
].join('\n');

if (values.history && !isWorkTree(tree)) console.log('secret scan: there is no git history here to look through.');
else process.exitCode = await scan();

async function scan(): Promise<number> {
  const {texts, baseline, hasToMatch} = asked();
  const findings = await findSecrets(texts);
  const known = values.history ? wasReviewed : isReviewed;
  const fresh = distinct(findings.filter((finding) => !known(finding, baseline)));
  const reviewed = distinct(findings.filter((finding) => known(finding, baseline)));
  const stale = staleEntries(baseline.filter(hasToMatch), findings);

  for (const finding of fresh) console.error(`${placeOf(finding)}  ${finding.rule}`);
  for (const {path, rule, sha256} of stale) {
    console.error(`${baselineFile}: ${path} no longer holds ${rule} ${sha256.slice(0, 12)}…; remove the entry.`);
  }
  if (values.baseline && fresh.length > 0) console.log(proposedEntries(fresh));
  if (fresh.length > 0) console.error(advice);
  const count = `${texts.length} ${values.history ? 'versions' : 'files'}, ${reviewed.length} reviewed`;
  console.log(`secret scan: ${count}, ${fresh.length} new, ${stale.length} stale.`);
  return fresh.length + stale.length === 0 ? 0 : 1;
}

type Asked = {
  readonly texts: readonly ScannedText[];
  readonly baseline: readonly Reviewed[];
  /** Which entries ought to have a finding in these texts. */
  readonly hasToMatch: (entry: Reviewed) => boolean;
};

function asked(): Asked {
  if (values.staged) {
    const texts = stagedTexts(tree);
    const staged = new Set(texts.map(({path}) => path));
    const hasToMatch = ({path, history}: Reviewed) => history === undefined && staged.has(path);
    return {texts, baseline: parseBaseline(stagedFile(tree, baselineFile)), hasToMatch};
  }
  const file = join(tree, baselineFile);
  const baseline = parseBaseline(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  if (values.history) return {texts: historyTexts(tree), baseline, hasToMatch: ({history}) => history === true};
  return {texts: treeTexts(tree), baseline, hasToMatch: ({history}) => history === undefined};
}

function placeOf({path, line, column, object}: Finding): string {
  const commit = values.history && object !== undefined ? `${firstCommit(tree, object)} ` : '';
  return `${commit}${path}:${line}:${column}`;
}

/** A file that changed ten times holds its secret in ten versions; the first in which it stood is enough. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map(findings.map((finding) => [`${finding.path} ${finding.rule} ${finding.sha256}`, finding]));
  return [...first.values()];
}
