import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

type Entry = {readonly optionalDependencies?: Readonly<Record<string, string>>};
const lock: {readonly packages: Readonly<Record<string, Entry>>} = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);

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
