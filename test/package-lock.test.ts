import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

type Entry = {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
};
type Lock = {readonly lockfileVersion: number; readonly packages: Readonly<Record<string, Entry>>};

const lock: Lock = read('package-lock.json');
const {'': root, ...packages} = lock.packages;

/** Their shapes are npm's own and known well enough for a test to name. */
function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')) as T;
}

test('the lock names the packages of every platform, or `npm ci` refuses it whole', () => {
  const wanted = Object.values(lock.packages).flatMap(({optionalDependencies}) =>
    Object.keys(optionalDependencies ?? {}),
  );

  assert.ok(wanted.length > 0);
  assert.deepEqual(
    wanted.filter((name) => lock.packages[`node_modules/${name}`] === undefined),
    [],
  );
});

test('the lock names no registry, so that any mirror will do', () => {
  assert.doesNotMatch(JSON.stringify(lock), /"resolved"/);
});

test('the lock holds the hash of every package, so that a mirror can send nothing else', () => {
  const strays = Object.entries(packages).filter(
    ([, {integrity, link, inBundle}]) => !link && !inBundle && !/^sha512-/.test(integrity ?? ''),
  );

  assert.equal(lock.lockfileVersion, 3);
  assert.deepEqual(
    strays.map(([path]) => path),
    [],
  );
});

test('the lock was made from the ranges that package.json asks for', () => {
  const ranges = ({dependencies, devDependencies, optionalDependencies, engines}: Record<string, unknown>) => ({
    dependencies,
    devDependencies,
    optionalDependencies,
    engines,
  });

  assert.deepEqual(ranges({...root}), ranges(read('package.json')));
});

test('a package that runs a script when it is installed was allowed to by name', () => {
  const {allowScripts} = read<{readonly allowScripts: Readonly<Record<string, boolean>>}>('package.json');
  const running = Object.entries(packages).filter(([, {hasInstallScript}]) => hasInstallScript === true);

  const names = running.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));

  assert.deepEqual(
    names.filter((name) => allowScripts[name] === undefined),
    [],
  );
});
