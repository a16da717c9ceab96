// Bundles the product into dist/: the launcher, `cli.js` with its chunks, and each provider as an entry of its own,
// so that the folder scan finds them in the package as it does here. Does nothing when nothing changed.
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {basename, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');

/** Copied as they are: plain JavaScript that old versions of Node can parse, beside what is bundled. */
const launcher = ['universe.js', 'hardening.js', 'secrets.js'];

/** What packages written for CommonJS take for granted: `require`, and a file name to derive temporary names from. */
const banner = [
  "import {createRequire as requireFrom} from 'node:module';",
  "import {fileURLToPath as pathOfUrl} from 'node:url';",
  'const require = requireFrom(import.meta.url);',
  'const __filename = pathOfUrl(import.meta.url);',
].join('\n');

const wanted = fingerprint();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) await bundle();

async function bundle() {
  const started = performance.now();
  const {build} = await import('esbuild');
  // Built beside and swapped in: a process that starts meanwhile finds the old build or the new one.
  const fresh = join(root, 'node_modules', `.dist-${process.pid}`);
  rmSync(fresh, {recursive: true, force: true});
  mkdirSync(fresh, {recursive: true});
  try {
    await build(options(fresh));
    for (const name of launcher) copyFileSync(join(root, 'source/bin', name), join(fresh, name));
    chmodSync(join(fresh, 'universe.js'), 0o755);
    writeFileSync(join(fresh, 'universe.1'), manPage(fresh));
    writeFileSync(join(fresh, '.built'), wanted);
    swap(fresh);
  } catch (error) {
    rmSync(fresh, {recursive: true, force: true});
    // esbuild has printed its own messages by now.
    if (!error.errors) throw error;
    console.error('The bundle could not be built; the errors above say where.');
    process.exit(1);
  }
  console.error(`Built dist/ in ${Math.round(performance.now() - started)} ms.`);
}

/** Printed by the program that was just built; of a root that is not there, so that nobody's settings stand in it. */
function manPage(fresh) {
  const words = ['completion', 'man', '--root', join(fresh, 'no-root')];
  return execFileSync(process.execPath, [join(fresh, 'universe.js'), ...words], {encoding: 'utf8'});
}

function options(outdir) {
  return {
    absWorkingDir: root,
    entryPoints: entries(),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Flat, because code finds the providers folder beside itself.
    chunkNames: 'chunk-[hash]',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'external',
    // Native and optional: loaded at run time where it is installed.
    external: ['@napi-rs/keyring'],
    logLevel: 'warning',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      // The layout engine would fetch its own bytes from a data: address, and load the whole of Node's web client for that.
      fetch: 'undefined',
    },
    banner: {js: banner},
    plugins: [devtoolsStub()],
  };
}

function entries() {
  const providers = existsSync(join(root, 'providers')) ? readdirSync(join(root, 'providers')) : [];
  const files = providers.filter((name) => name.endsWith('.ts')).map((name) => basename(name, '.ts'));
  return Object.fromEntries([
    ['cli', 'source/cli.ts'],
    ...files.map((id) => [`providers/${id}`, `providers/${id}.ts`]),
  ]);
}

/** Ink imports it for development only; left external it becomes a static import that no package satisfies. */
function devtoolsStub() {
  return {
    name: 'stub-react-devtools-core',
    setup(build) {
      build.onResolve({filter: /^react-devtools-core$/}, () => ({path: 'react-devtools-core', namespace: 'stub'}));
      build.onLoad({filter: /.*/, namespace: 'stub'}, () => ({contents: 'export default {};'}));
    },
  };
}

function swap(fresh) {
  const old = `${fresh}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, {recursive: true, force: true});
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of inputs())
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return `${hash.digest('hex')}\n`;
}

function inputs() {
  const trees = ['source', 'providers'].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder), {recursive: true, withFileTypes: true}) : [],
  );
  const files = trees.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return [...files, join(root, 'package.json'), join(root, 'package-lock.json')].sort();
}
