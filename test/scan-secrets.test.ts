import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {folderWith, git, type Said, say, write} from './helpers/git-tree.ts';
import {drawn, plantSecrets} from './helpers/planted-secrets.ts';

const house = fileURLToPath(new URL('../', import.meta.url));
const alnum = 'abcdefghijklmnopqrstuvwxyz0123456789';

function scan(tree: string, ...words: readonly string[]): Said {
  return say(tree, process.execPath, [join(house, 'test/scripts/scan-secrets.ts'), '--tree', tree, ...words]);
}

/** `path rule` of each line that names a place. */
function findings({err}: Said): readonly string[] {
  return [...err.matchAll(/^(?:[0-9a-f]+ )?(\S+?):\d+:\d+ {2}(\S+)$/gm)].map(([, path, rule]) => `${path} ${rule}`);
}

const key = () => drawn(alnum, 40);
const line = (secret: string) => `const finnhub = {apiKey: '${secret}'};\n`;

async function repository(...args: Parameters<typeof folderWith>): Promise<string> {
  const tree = await folderWith(...args);
  git(tree, 'init', '--quiet');
  git(tree, 'config', 'core.hooksPath', join(house, '.githooks'));
  return tree;
}

/** The entries that the scan proposes, with the reason that a person has to give. */
function accepted({out}: Said): string {
  const entries = out.split('\n').filter((text) => text.startsWith('  {'));
  return `[${entries.join('\n').replaceAll('"reason":""', '"reason":"made up for a test"')}]`;
}

test('one planted secret of every kind is found, by the rule that is meant for it and without being shown', async (t) => {
  const planted = plantSecrets();
  const tree = await folderWith(t, Object.fromEntries(planted.map(({file, text}) => [file, text])));

  const said = scan(tree);

  const found = findings(said);
  assert.deepEqual(
    planted.map(({file, rule}) => `${file} ${rule}`).filter((expected) => !found.includes(expected)),
    [],
  );
  assert.equal(said.code, 1);
  for (const {secret} of planted) assert.ok(!(said.out + said.err).includes(secret));
});

test('names, placeholders, hashes and prose are no secrets', async (t) => {
  const tree = await folderWith(t, {
    'clean.ts': [
      "const apiKey = credentials.apiKey ?? '';",
      'const token = sealedTokenOf(secret, 12345678901234567890);',
      'const url = `https://data.example/v1?token=$' + '{token}&apiKey=<your-key>`;',
      "const password = 'correct horse battery staple';",
      'export MASTER_ENCRYPTION_KEY="<generated-key>"',
      '-----BEGIN PUBLIC KEY-----',
      'proxy: http://ann:••••@proxy.example:8080, mailto:ann@example.com, http://[::1]:8080/a@b',
      `sha256: ${'0123456789abcdef'.repeat(4)}, integrity sha512-${'Ab1'.repeat(28)}==`,
      'Finnhub, Polygon, Tradier, Alpaca and Alpha Vantage want a key; IBKR wants a password.',
      'PKWARE, AKAMAI, CKSUM',
    ].join('\n'),
    '.env.example': 'POLYGON_API_KEY=\n',
  });

  const said = scan(tree);

  assert.deepEqual([said.code, said.err], [0, '']);
});

test('a comment in a file cannot switch the scan off', async (t) => {
  const tree = await folderWith(t, {
    'a.ts': `/* secretlint-${'disable'} */\nconst token = 'ghp_${drawn(alnum, 36)}';\n`,
  });

  const said = scan(tree);

  assert.ok(findings(said).includes('a.ts github'));
});

test('what a reviewed entry accepts is that content in that file: the next secret beside it is found', async (t) => {
  const tree = await folderWith(t, {'a.ts': line(key())});
  const first = scan(tree, '--baseline');
  await write(tree, {'.secret-baseline.json': accepted(first)});
  assert.deepEqual([first.code, scan(tree).code], [1, 0]);

  await write(tree, {'a.ts': `${line(key())}`, 'b.ts': line(key())});
  const said = scan(tree);

  assert.deepEqual(
    [said.code, new Set(findings(said))],
    [1, new Set(findings(first).concat('b.ts finnhub-key', 'b.ts assigned-secret'))],
  );
});

test('an entry that no longer matches has to go', async (t) => {
  const tree = await folderWith(t, {'a.ts': line(key())});
  await write(tree, {'.secret-baseline.json': accepted(scan(tree, '--baseline')), 'a.ts': 'clean\n'});

  const said = scan(tree);

  assert.equal(said.code, 1);
  assert.match(said.err, /a\.ts no longer holds finnhub-key [0-9a-f]{12}…; remove the entry\./);
});

test('an entry without a reason is refused', async (t) => {
  const tree = await folderWith(t, {'a.ts': line(key())});
  await write(tree, {'.secret-baseline.json': accepted(scan(tree, '--baseline')).replaceAll(/"made[^"]*"/g, '""')});

  const said = scan(tree);

  assert.notEqual(said.code, 0);
  assert.match(said.err, /\.secret-baseline\.json cannot be used: [\s\S]*reason/);
});

test('a commit of a secret is refused by file and line, although the working copy is clean again', async (t) => {
  const secret = key();
  const tree = await repository(t, {'notes.ts': `one\ntwo\n${line(secret)}`});
  git(tree, 'add', '.');
  await write(tree, {'notes.ts': 'one\ntwo\n'});

  const said = git(tree, 'commit', '--message', 'Add notes');

  assert.notEqual(said.code, 0);
  assert.match(said.err, /^notes\.ts:3:\d+ {2}finnhub-key$/m);
  assert.ok(!(said.out + said.err).includes(secret));
  assert.notEqual(git(tree, 'rev-parse', '--verify', 'HEAD').code, 0);
});

test('a commit without secrets goes through, whatever lies unstaged beside it', async (t) => {
  const tree = await repository(t, {'notes.ts': 'clean\n'});
  git(tree, 'add', '.');
  await write(tree, {'notes.ts': line(key()), 'new.ts': line(key())});

  const said = git(tree, 'commit', '--message', 'Add notes');

  assert.equal(said.code, 0, said.err);
});

test('a secret that was taken out again is still in the history, and so is one in a message', async (t) => {
  const tree = await repository(t, {'a.ts': line(key())});
  git(tree, 'add', '.');
  git(tree, 'commit', '--no-verify', '--message', 'Add a');
  await write(tree, {'a.ts': 'clean\n'});
  git(tree, 'commit', '--no-verify', '--all', '--message', `Use ghp_${drawn(alnum, 36)}`);

  const [now, before] = [scan(tree), scan(tree, '--history')];

  assert.equal(now.code, 0, now.err);
  assert.equal(before.code, 1);
  assert.deepEqual(
    new Set(findings(before)),
    new Set(['a.ts finnhub-key', 'a.ts assigned-secret', 'COMMIT_MESSAGE github']),
  );
});

test('in an unpacked archive there is no history, and everything on disk is looked through', async (t) => {
  const tree = await folderWith(t, {'deep/er/.hidden': line(key()), 'node_modules/x/a.ts': line(key())});

  const [onDisk, before] = [scan(tree), scan(tree, '--history')];

  assert.deepEqual(
    new Set(findings(onDisk)),
    new Set(['deep/er/.hidden finnhub-key', 'deep/er/.hidden assigned-secret']),
  );
  assert.deepEqual([before.code, before.out], [0, 'secret scan: there is no git history here to look through.\n']);
});
