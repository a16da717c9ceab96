import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type TestContext, test} from 'node:test';
import {builtInFolder, loadProviders, requireProvider} from '../../source/provider/load.ts';

async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'providers-'));
  t.after(() => rm(folder, {recursive: true}));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

const provider = (id: string) => `export default {id: '${id}', title: 'T', site: 's', tier: 'free', quota: []};`;

test('a file in the folder is a provider, and other files are not', async (t) => {
  const folder = await folderWith(t, {
    'one.js': provider('one'),
    'two.ts': provider('two'),
    'two.d.ts': 'export {};',
    'README.md': '# no',
  });

  assert.deepEqual([...(await loadProviders([folder])).keys()], ['one', 'two']);
});

test('the built-in folder holds the free sources', async () => {
  const ids = [...(await loadProviders([builtInFolder()])).keys()];

  assert.deepEqual(
    ['csv', 'nasdaq', 'nasdaqtrader', 'sample', 'yahoo'].filter((id) => !ids.includes(id)),
    [],
  );
});

test('a file whose provider has another id is refused by name', async (t) => {
  const folder = await folderWith(t, {'one.js': provider('other')});

  await assert.rejects(loadProviders([folder]), {code: 'provider.invalid', message: /one\.js .* id one/});
});

test('a file without a provider is refused by name', async (t) => {
  const folder = await folderWith(t, {'one.js': 'export const one = 1;'});

  await assert.rejects(loadProviders([folder]), {code: 'provider.invalid'});
});

test('an id of two folders is refused', async (t) => {
  const first = await folderWith(t, {'one.js': provider('one')});
  const second = await folderWith(t, {'one.js': provider('one')});

  await assert.rejects(loadProviders([first, second]), {code: 'provider.duplicate'});
});

test('iex is known to be gone, and what to use instead is said', () => {
  assert.throws(() => requireProvider(new Map(), 'iex'), {
    code: 'provider.retired',
    exitCode: 2,
    message: /closed on 2024-08-31.*nasdaq, yahoo or alpaca/,
  });
});

test('an unknown id is answered with the known ones', async () => {
  const providers = await loadProviders();

  assert.equal(requireProvider(providers, 'csv').id, 'csv');
  assert.throws(() => requireProvider(providers, 'yahooo'), {code: 'provider.unknown', hint: /csv, .*nasdaq, /});
});
