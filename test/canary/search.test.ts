import assert from 'node:assert/strict';
import {randomBytes} from 'node:crypto';
import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {type TestContext, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {create} from 'tar';
import {keyed, madeValues} from './canaries.ts';
import {search} from './search.ts';
import {filesBelow} from './written-files.ts';

const value = `k+/"\\%=&${randomBytes(12).toString('hex')}`;
const canary = {name: 'the key', value, allowed: [/^stdout of credentials show/]};
const percent = encodeURIComponent(value);

/** Written in the test with other means than the search's own. */
const spellings: Readonly<Record<string, string | Buffer>> = {
  raw: value,
  'cut off': value.slice(0, 14),
  'without its beginning': value.slice(-14),
  'in an address': `https://x.example/?key=${percent}`,
  'in an address, in lower case': percent.replaceAll(/%../g, (code) => code.toLowerCase()),
  'in a form': `${new URLSearchParams({key: value})}`,
  'in JSON': JSON.stringify({key: value}),
  'in JSON in JSON': JSON.stringify({body: JSON.stringify({key: value})}),
  'in base64': Buffer.from(value).toString('base64'),
  'in base64 with a name before it': Buffer.from(`u:${value}`).toString('base64'),
  'in base64 with a word before it': Buffer.from(`Bearer ${value} and more`).toString('base64'),
  'in base64url': Buffer.from(`x${value}`).toString('base64url'),
  'in hex': Buffer.from(value).toString('hex'),
  'in HEX': Buffer.from(value).toString('hex').toUpperCase(),
  backwards: [...value].reverse().join(''),
  'in UTF-16': Buffer.from(value, 'utf16le'),
  'with an accent beside it': `é${value}ü`,
};

for (const [name, written] of Object.entries(spellings)) {
  test(`a secret ${name} is found, and the report does not repeat it`, async () => {
    const {leaks} = await search(
      [canary],
      [{place: 'somewhere', bytes: Buffer.concat([Buffer.from([0, 255]), Buffer.from(written)])}],
    );

    assert.equal(leaks.length, 1);
    assert.match(leaks[0] ?? '', /^the key stands .* in somewhere$/);
    assert.ok(!leaks[0]?.includes(value.slice(-12)));
  });
}

test('a secret where it was asked for is no leak, and one that nobody asked for there is', async () => {
  const other = {name: 'another', value: randomBytes(16).toString('hex')};
  const bytes = `${value} ${other.value}`;

  const {leaks, seen} = await search([canary, other], [{place: 'stdout of credentials show polygon', bytes}]);

  assert.deepEqual(leaks, ['another stands raw, first half, last half in stdout of credentials show polygon']);
  assert.deepEqual([...seen], ['the key']);
});

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'universe-search-'));
  t.after(() => rm(folder, {recursive: true, force: true}));
  await mkdir(join(folder, 'deep', 'er'), {recursive: true});
  return folder;
}

async function found(folder: string): Promise<readonly string[]> {
  return (await search([canary], filesBelow(folder, 'disk'))).leaks.map((leak) => leak.replace(/^.* in /, ''));
}

const plain = value.replaceAll('/', '_');

test('files, names, links, compressed files, archives in archives and databases are all looked through', async (t) => {
  const folder = await folderOf(t);
  const inner = join(folder, 'inner.log.gz');
  await writeFile(inner, gzipSync(`a line\n${value}\n`));
  await create({gzip: true, file: join(folder, 'deep', 'all.tgz'), cwd: folder}, ['inner.log.gz']);
  await rm(inner);
  await writeFile(join(folder, 'deep', 'er', '.hidden'), value);
  await symlink(`/nowhere/${value}`, join(folder, 'link'));
  const database = new DatabaseSync(join(folder, 'rows.db'));
  database.exec(`create table t (x); insert into t values ('${value.replaceAll("'", "''")}')`);
  database.exec('delete from t');
  database.close();

  const leaks = await found(folder);

  for (const place of [
    'disk/deep/all.tgz:inner.log.gz (unzipped)',
    'disk/deep/er/.hidden',
    'disk/link',
    'disk/rows.db',
  ])
    assert.ok(leaks.includes(place), `${place} is not among ${leaks}`);
});

test('the name of a file may be the leak', async (t) => {
  const folder = await folderOf(t);
  await writeFile(join(folder, plain), 'nothing');

  const {leaks} = await search([{name: 'the name', value: plain}], filesBelow(folder, 'disk'));

  assert.equal(leaks.length, 1);
  assert.ok(!leaks[0]?.includes(plain));
});

for (const provider of keyed) {
  test(`the made values of ${provider} are what it takes, plain and odd`, async () => {
    const {default: file} = await import(`../../providers/${provider}.ts`);

    for (const isPlain of [true, false]) {
      const {values, canaries} = madeValues(provider, {plain: isPlain});
      assert.deepEqual(file.credentials.parse(values), values);
      assert.equal(canaries.length, Object.keys(values).length);
    }
  });
}
