import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {z} from 'zod';

const Lock = z.object({
  packages: z.record(z.string(), z.object({license: z.string().optional(), dev: z.boolean().optional()})),
});

const {packages} = Lock.parse(read('package-lock.json'));

/** Everything that may be used, changed and passed on by whoever names its author. */
const permissive: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
]);

/** Looked at one by one. None of them is shipped: they are tools of the tools that check this repository. */
const reviewed: Readonly<Record<string, {readonly license: string; readonly because: string}>> = {
  '@azu/style-format': {license: 'WTFPL', because: 'it asks for nothing; colours the output of secretlint'},
  argparse: {
    license: 'Python-2.0',
    because: 'permissive, from the port of a Python module; secretlint reads YAML with it',
  },
  binaryextensions: {
    license: 'Artistic-2.0',
    because: 'free to use unchanged; secretlint tells text from binary with it',
  },
  editions: {license: 'Artistic-2.0', because: 'free to use unchanged; a part of istextorbinary'},
  istextorbinary: {
    license: 'Artistic-2.0',
    because: 'free to use unchanged; secretlint tells text from binary with it',
  },
  'spdx-exceptions': {license: 'CC-BY-3.0', because: 'a list of names, not code; a part of normalize-package-data'},
  textextensions: {
    license: 'Artistic-2.0',
    because: 'free to use unchanged; secretlint tells text from binary with it',
  },
  'version-range': {license: 'Artistic-2.0', because: 'free to use unchanged; a part of editions'},
};

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
}

const installed = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, {license, dev}]) => ({
    name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    license: license ?? z.object({license: z.string()}).parse(read(`${path}/package.json`)).license,
    isShipped: dev !== true,
  }));

/** `(MIT OR CC0-1.0)`: the choice is ours, so one permissive term is enough. */
function isPermissive(license: string): boolean {
  return license
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((term) => permissive.has(term));
}

test('every package has a permissive licence, or one that somebody looked at', () => {
  const strays = installed
    .filter(({name, license}) => !isPermissive(license) && reviewed[name]?.license !== license)
    .map(({name, license}) => `${name}: ${license}`);

  assert.ok(installed.length > 100);
  assert.deepEqual(strays, []);
});

test('what is shipped needs no exception', () => {
  const strays = installed.filter(({license, isShipped}) => isShipped && !isPermissive(license));

  assert.deepEqual(strays, []);
});

test('an exception goes with the package that it was for', () => {
  const names = new Set(installed.filter(({license}) => !isPermissive(license)).map(({name}) => name));

  assert.deepEqual(
    Object.keys(reviewed).filter((name) => !names.has(name)),
    [],
  );
});
