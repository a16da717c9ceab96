// Runs every test, or those whose path contains one of the words given: `node test/run.js daemon`.
// `test/extended` needs tools that a bare machine lacks, and runs only when it is named.
// Plain JavaScript, because it has to start on whatever Node the machine has and go on with the project's own.
import {spawnSync} from 'node:child_process';
import {readdirSync, statfsSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const words = process.argv.slice(2);

const files = readdirSync(join(root, 'test'), {recursive: true})
  .map((name) => join('test', name))
  .filter((name) => /\.test\.ts$/.test(name))
  .filter((name) => (words.length === 0 ? !name.includes('extended') : words.some((word) => name.includes(word))))
  .sort((one, other) => isLong(other) - isLong(one) || (one < other ? -1 : 1));

if (files.length === 0) {
  console.error(`No test file has ${words.join(' or ')} in its path.`);
  process.exit(2);
}

// The long ones first, so that none of them is left over at the end beside an idle core.
function isLong(name) {
  return Number(/canary|crash|faults|e2e/.test(name));
}

// Nearly everything waits for its disk to sync, which is as much under test where a sync costs nothing.
function swiftFolder() {
  const folder = '/dev/shm';
  try {
    const {bavail, bsize} = statfsSync(folder);
    return bavail * bsize > 4 * 1024 ** 3 ? folder : undefined;
  } catch {
    return undefined;
  }
}

// What was compiled for one file is there for the next.
const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'compiled');
const TMPDIR = process.env.TMPDIR ?? swiftFolder();
// Many of them wait: for a child, a disk, a pause of their own. One more than there are cores keeps all of these at work.
const atOnce = availableParallelism() + 1;
const flags = ['--disable-warning=ExperimentalWarning', '--test', `--test-concurrency=${atOnce}`];
// CI reads the closing lines, with their counts, that only the long form has.
const reporter = process.stdout.isTTY || process.env.CI ? 'spec' : 'dot';
const run = spawnSync(
  join(root, 'node_modules', 'node', 'bin', 'node'),
  [...flags, '--test-timeout=120000', `--test-reporter=${reporter}`, ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: {...process.env, ...(TMPDIR ? {TMPDIR} : {}), NODE_COMPILE_CACHE, NODE_ENV: 'test', FORCE_COLOR: '0'},
  },
);
console.error(`${files.length} test files: ${run.status === 0 ? 'all passed' : 'some failed'}.`);
process.exit(run.status ?? 1);
