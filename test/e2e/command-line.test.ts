import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {mkdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {launcher, run, tempRoot} from '../helpers/program.ts';

test('--version says the version of the package', async () => {
  const {version} = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));

  assert.deepEqual(await run(['--version']), {code: 0, stdout: `${version}\n`, stderr: ''});
});

test('--help works on every level and goes to stdout', async () => {
  const program = await run(['--help']);
  const command = await run(['build', '--help']);

  assert.deepEqual([program.code, program.stderr, command.code, command.stderr], [0, '', 0, '']);
  assert.match(program.stdout, /universe COMMAND/);
  assert.match(command.stdout, /--override GATE/);
});

test('without a terminal there is no dashboard but a sentence', async () => {
  const {code, stdout, stderr} = await run([]);

  assert.deepEqual([code, stdout], [2, '']);
  assert.equal(stderr.trim().split('\n').length, 1);
  assert.match(stderr, /needs a terminal/);
});

test('a misspelt command is refused, and as JSON for programs', async () => {
  const {code, stdout, stderr} = await run(['verfy', '--json']);

  assert.equal(code, 2);
  assert.deepEqual(JSON.parse(stdout).error, {
    code: 'usage',
    message: 'There is no command "verfy".',
    hint: 'Did you mean verify?',
    kind: 'usage',
  });
  assert.equal(stderr, 'There is no command "verfy". Did you mean verify?\n');
});

test('the demo without a terminal builds, sums up and exits 0', async (t) => {
  const root = await tempRoot(t);
  const {code, stdout, stderr} = await run(['--demo', '--speed', 'max', '--root', root]);

  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Started the build for session /);
  assert.match(stdout, /^Sealed [\d,]+ symbols/);
  assert.match(stdout, /candidates +12,\d+/);
  assert.match(stdout, new RegExp(`${root}/sample/output/screeners/symbol_universe\\.json`));
  assert.match(stderr, new RegExp(`The sample market is in ${root}\\.\n$`));
});

test('a demo in a folder of its own says which one may be deleted', async (t) => {
  const folder = await tempRoot(t);
  const {stderr} = await run(['--demo', '--speed', 'max'], {env: {TMPDIR: folder}});

  assert.match(stderr, new RegExp(`is in ${folder}/universe-demo-[0-9a-f]{8}; .* you may delete it\\.\n$`));
});

test('questions about an empty root answer without making anything in it', async (t) => {
  const root = await tempRoot(t);
  const place = ['--root', join(root, 'new')];

  assert.equal((await run(['status', ...place])).code, 0);
  assert.equal((await run(['verify', ...place])).code, 3);
  assert.equal((await run(['funnel', ...place])).code, 3);
  assert.equal((await run(['settings', 'get', 'minPrice', ...place])).stdout, '1\n');
  await assert.rejects(stat(join(root, 'new')), {code: 'ENOENT'});
});

test('UNIVERSE_ROOT is where everything lives, and --root overrules it', async (t) => {
  const root = await tempRoot(t);
  const env = {UNIVERSE_ROOT: join(root, 'env')};
  const rootOf = async (...argv: string[]) => JSON.parse((await run(['status', '--json', ...argv], {env})).stdout).root;

  assert.equal(await rootOf(), join(root, 'env'));
  assert.equal(await rootOf('--root', join(root, 'flag')), join(root, 'flag'));
});

test('a build during the session is refused before anything is called', async (t) => {
  const place = ['--root', await tempRoot(t), '--now', '2026-03-03T18:00:00Z'];

  const {code, stderr} = await run(['build', ...place]);

  assert.equal(code, 2);
  assert.match(stderr, /--force --reason TEXT/);
});

test('settings that cannot be are named, and the file stays as it is', async (t) => {
  const root = await tempRoot(t);
  const file = join(root, 'settings.json');
  const place = ['--root', root];
  assert.equal((await run(['settings', 'set', 'minPrice', '2', ...place])).code, 0);
  const whole = await readFile(file, 'utf8');

  const refused = await run(['settings', 'set', 'minPrice', 'cheap', ...place]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /minPrice.*"cheap"/);
  assert.equal(await readFile(file, 'utf8'), whole);

  const broken = whole.replace('2', '"two"');
  await writeFile(file, broken);
  const unread = await run(['status', ...place]);
  assert.notEqual(unread.code, 0);
  assert.match(unread.stderr, /minPrice/);
  assert.equal(unread.stderr.trim().split('\n').length, 1);
  assert.equal(await readFile(file, 'utf8'), broken);
});

test('a reader that has had enough ends an export quietly', async (t) => {
  const root = await tempRoot(t);
  assert.equal((await run(['build', '--sample', '--speed', 'max', '--root', root])).code, 0);

  const pipe = `"${process.execPath}" "${launcher}" export unfiltered --sample --root "${root}" | head -n 1`;
  const shell = spawn('/bin/sh', ['-c', pipe], {stdio: ['ignore', 'pipe', 'pipe']});
  let stderr = '';
  shell.stderr.setEncoding('utf8').on('data', (piece) => {
    stderr += piece;
  });
  const code = await new Promise((resolve) => shell.on('close', resolve));

  assert.deepEqual([code, stderr], [0, '']);
});

const isLinux = process.platform === 'linux';

test('a full stderr does not end the work', {skip: !isLinux}, async (t) => {
  const place = `--sample --speed max --root "${await tempRoot(t)}"`;
  const {status, stdout} = spawnSync('/bin/sh', [
    '-c',
    `"${process.execPath}" "${launcher}" build ${place} 2>/dev/full`,
  ]);

  assert.equal(status, 0);
  assert.match(String(stdout), /^Sealed /);
});

test('a full stdout is one sentence', {skip: !isLinux}, async (t) => {
  const place = `--root "${await tempRoot(t)}"`;
  const {status, stderr} = spawnSync('/bin/sh', [
    '-c',
    `"${process.execPath}" "${launcher}" status ${place} >/dev/full`,
  ]);

  assert.equal(status, 1);
  assert.match(String(stderr), /^Not everything could be written to stdout \(ENOSPC\).*\n$/);
});

test('a symbol list comes in by stdin', async (t) => {
  const root = await tempRoot(t);
  const {code, stdout} = await run(['check', '--stdin', '--json', '--root', root], {input: 'NA\nTRUE\n'});

  assert.equal(code, 3);
  assert.deepEqual(
    JSON.parse(stdout).outside.map(({symbol}: {symbol: string}) => symbol),
    ['NA', 'TRUE'],
  );
});

test('no export is written over the files of the root', async (t) => {
  const root = await tempRoot(t);
  await run(['keys', 'generate', '--root', root]);
  const key = join(root, 'storage', 'keys', 'screener_api.key');
  const before = await readFile(key, 'utf8');

  const {code, stderr} = await run(['export', 'ops', '--output', key, '--root', root]);

  assert.deepEqual([code, await readFile(key, 'utf8')], [2, before]);
  assert.match(stderr, /belong to the engine/);
});

test('a time that has not been is refused, and what is done in a replay is on record at the time when it was done', async (t) => {
  const root = await tempRoot(t);
  const began = new Date().toISOString();

  const ahead = await run(['keys', 'generate', '--now', '2098-01-01T00:00:00Z', '--root', root]);
  const back = await run(['keys', 'generate', '--now', '2020-01-01T00:00:00Z', '--root', root]);

  assert.deepEqual([ahead.code, back.code], [2, 0]);
  assert.match(ahead.stderr, /has not been yet/);
  const log = await readFile(join(root, 'output', 'logs', 'screener_credentials_audit.log'), 'utf8');
  const lines = log.trim().split('\n');
  assert.ok(lines.length >= 2);
  for (const line of lines) assert.ok(JSON.parse(line).at >= began, line);
});

test('the kill-switch works where settings, manifest and log do not', async (t) => {
  const root = await tempRoot(t);
  const argv = ['--sample', '--root', root];
  await run(['build', '--speed', 'max', ...argv]);
  const base = join(root, 'sample');
  await writeFile(join(base, 'settings.json'), '{');
  await rm(join(base, 'output', 'screeners', 'universe_ops.log'));
  await mkdir(join(base, 'output', 'screeners', 'universe_ops.log'));
  await writeFile(join(base, 'output', 'screeners', 'manifest.json'), 'rubbish');

  const halted = await run(['halt', '--reason', 'closes look wrong', ...argv]);

  assert.equal(halted.code, 0, halted.stderr);
  assert.match(halted.stdout, /^Halted: nothing builds in .*\/sample, and verify says so/);
  assert.match(await readFile(join(base, 'state', 'halt.json'), 'utf8'), /closes look wrong/);
  await writeFile(join(base, 'settings.json'), '{}');
  assert.equal((await run(['verify', ...argv])).code, 6);
});
