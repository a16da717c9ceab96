// Runs every test, or those whose path contains one of the words given: `node test/run.js daemon`.
// `test/extended` needs tools that a bare machine lacks, and runs only when it is named.
// Plain JavaScript, because it has to start on whatever Node the machine has and go on with the project's own.
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const words = process.argv.slice(2);

const files = readdirSync(join(root, 'test'), {recursive: true})
  .map((name) => join('test', name))
  .filter((name) => /\.test\.tsx?$/.test(name))
  .filter((name) => (words.length === 0 ? !name.includes('extended') : words.some((word) => name.includes(word))))
  .sort();

if (files.length === 0) {
  console.error(`No test file has ${words.join(' or ')} in its path.`);
  process.exit(2);
}

const flags = ['--disable-warning=ExperimentalWarning', '--import', 'tsx', '--test', '--test-concurrency=2'];
// CI reads the closing lines, with their counts, that only the long form has.
const reporter = process.stdout.isTTY || process.env.CI ? 'spec' : 'dot';
const run = spawnSync(
  join(root, 'node_modules', 'node', 'bin', 'node'),
  [...flags, '--test-timeout=120000', `--test-reporter=${reporter}`, ...files],
  {cwd: root, stdio: 'inherit', env: {...process.env, NODE_ENV: 'test', FORCE_COLOR: '0'}},
);
console.error(`${files.length} test files: ${run.status === 0 ? 'all passed' : 'some failed'}.`);
process.exit(run.status ?? 1);
