// The first command after a clone: installs what package-lock.json says, and only when that changed. Runs on any Node from 18.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, realpathSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const stamp = join(root, 'node_modules', '.ground');

const wanted = fingerprint();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install();
if (process.env.CI !== 'true') guardCommits();

/** Native packages differ by platform, so a checkout shared between two machines must not look installed on both. */
function fingerprint() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${lock.digest('hex')} ${process.platform}-${process.arch}\n`;
}

function install() {
  console.error('Installing packages as package-lock.json says (npm ci), once. It takes about a minute.');
  const run = spawnSync('npm', ['ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    // Its summary is noise here; what went wrong is said on stderr.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {...process.env, PATH: systemPath(), NODE_ENV: 'development'},
    shell: process.platform === 'win32',
  });
  if (run.error || run.status !== 0) {
    const why = run.error ? run.error.message : `npm ci ended with ${run.status ?? run.signal}`;
    console.error(`The packages could not be installed: ${why}. Check the network and run the same command again.`);
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** npm must not run on the Node inside node_modules, which `npm ci` deletes under it. */
function systemPath() {
  const parts = (process.env.PATH ?? '').split(delimiter);
  return parts.filter((part) => !part.startsWith(root)).join(delimiter);
}

/** Points git at the hook that looks for secrets. Whoever has hooks of their own keeps them; without git there is nothing to guard. */
function guardCommits() {
  const top = git('rev-parse', '--show-toplevel');
  if (top === undefined || git('config', '--get', 'core.hooksPath') !== undefined) return;
  try {
    if (realpathSync(top) === realpathSync(root)) git('config', 'core.hooksPath', '.githooks');
  } catch {
    // A path that cannot be resolved is not this folder.
  }
}

/** What git says, or nothing where it is missing or refuses. A hook that started this speaks of its own repository. */
function git(...words) {
  const {GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE, ...env} = process.env;
  const {status, stdout} = spawnSync('git', words, {
    cwd: root,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}
